package org.kagicast.sframe;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// AES-GCM over one packet under one key, nonce and additional data as RFC 9605 §4.4.3 and §4.4.4 lay them down.
/// It belongs to one thread. The JDK's own cipher does the work.
final class PacketCipher implements AutoCloseable {

    private static final int TAG_BITS = CipherSuite.TAG_BYTES * Byte.SIZE;

    private final KeySchedule schedule;
    private final Key key;
    private final Cipher cipher;
    private final byte[] nonce = new byte[KeySchedule.NONCE_BYTES];
    private final byte[] metadata;
    private final byte[] additional;
    private boolean closed;

    PacketCipher(KeyId keyId, CipherSuite suite, BaseKey baseKey, byte[] metadata) {
        this.schedule = KeySchedule.derive(keyId, suite, baseKey);
        this.key = schedule.key();
        this.metadata = metadata.clone();
        this.additional = new byte[HeaderCodec.LONGEST + metadata.length];
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks AES-GCM", e);
        }
    }

    /// Encrypts what remains of `plaintext` to the position of `target`, tag last. The header stands at `headerAt`.
    void seal(long counter, ByteBuffer target, int headerAt, int headerLength, ByteBuffer plaintext) {
        try {
            start(Cipher.ENCRYPT_MODE, counter, target, headerAt, headerLength);
            cipher.doFinal(plaintext, target);
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException("the target is too small for the sealed packet", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /// Decrypts a packet whose header stands at the datagram's position, into `plaintext`.
    ///
    /// @return false if the tag does not verify; nothing has been written then
    boolean open(long counter, ByteBuffer datagram, int headerLength, ByteBuffer plaintext) {
        int headerAt = datagram.position();
        try {
            start(Cipher.DECRYPT_MODE, counter, datagram, headerAt, headerLength);
            datagram.position(headerAt + headerLength);
            cipher.doFinal(datagram, plaintext);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException("the target is too small for the opened packet", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        } finally {
            datagram.position(headerAt);
        }
    }

    @Override
    public void close() {
        closed = true;
        schedule.close();
    }

    private void start(int mode, long counter, ByteBuffer packet, int headerAt, int headerLength)
            throws GeneralSecurityException {
        if (closed) {
            throw new IllegalStateException("the key has been wiped");
        }
        schedule.nonce(counter, nonce);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        packet.get(headerAt, additional, 0, headerLength);
        System.arraycopy(metadata, 0, additional, headerLength, metadata.length);
        cipher.updateAAD(additional, 0, headerLength + metadata.length);
    }
}
