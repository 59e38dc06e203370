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
/// It belongs to one thread. The JDK's own cipher does the work, from array to array: given direct memory, it is a third
/// slower and makes twice the garbage. What lies in direct memory passes through an array of this object's own, where it
/// is only ever ciphertext.
final class PacketCipher implements AutoCloseable {

    private static final int TAG_BITS = CipherSuite.TAG_BYTES * Byte.SIZE;

    private final KeySchedule schedule;
    private final Key key;
    private final Cipher cipher;
    private final byte[] nonce = new byte[KeySchedule.NONCE_BYTES];
    private final byte[] metadata;
    private final byte[] additional;
    private byte[] sealed = {};
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
            if (plaintext.hasArray()) {
                sealFromArray(plaintext, target);
            } else {
                cipher.doFinal(plaintext, target);
            }
        } catch (ShortBufferException e) {
            throw new IllegalArgumentException("the target is too small for the sealed packet", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /// Decrypts a packet whose header stands at the datagram's position, into `plaintext`.
    ///
    /// @return false if the tag does not verify; `plaintext` is where it was then, with nothing of the packet in it
    boolean open(long counter, ByteBuffer datagram, int headerLength, ByteBuffer plaintext) {
        int headerAt = datagram.position();
        try {
            start(Cipher.DECRYPT_MODE, counter, datagram, headerAt, headerLength);
            datagram.position(headerAt + headerLength);
            if (plaintext.hasArray()) {
                openToArray(datagram, plaintext);
            } else {
                cipher.doFinal(datagram, plaintext);
            }
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

    private void sealFromArray(ByteBuffer plaintext, ByteBuffer target) throws GeneralSecurityException {
        int bytes = plaintext.remaining();
        byte[] output = target.hasArray() ? target.array() : roomFor(bytes + CipherSuite.TAG_BYTES);
        int at = target.hasArray() ? target.arrayOffset() + target.position() : 0;
        int made = cipher.doFinal(plaintext.array(), plaintext.arrayOffset() + plaintext.position(), bytes, output, at);
        plaintext.position(plaintext.limit());
        if (target.hasArray()) {
            target.position(target.position() + made);
        } else {
            target.put(output, at, made);
        }
    }

    private void openToArray(ByteBuffer datagram, ByteBuffer plaintext) throws GeneralSecurityException {
        int bytes = datagram.remaining();
        byte[] input = datagram.hasArray() ? datagram.array() : roomFor(bytes);
        int at = datagram.hasArray() ? datagram.arrayOffset() + datagram.position() : 0;
        if (!datagram.hasArray()) {
            datagram.get(datagram.position(), input, at, bytes);
        }
        if (plaintext.remaining() < bytes - CipherSuite.TAG_BYTES) {
            throw new ShortBufferException();
        }
        int made = cipher.doFinal(input, at, bytes, plaintext.array(), plaintext.arrayOffset() + plaintext.position());
        plaintext.position(plaintext.position() + made);
    }

    private byte[] roomFor(int bytes) {
        if (sealed.length < bytes) {
            sealed = new byte[bytes];
        }
        return sealed;
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
