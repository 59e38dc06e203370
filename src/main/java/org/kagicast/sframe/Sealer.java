package org.kagicast.sframe;

import java.nio.ByteBuffer;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;

/// Seals packets under one key (RFC 9605 §4.4.4). Key ID, cipher and packet counter live in this one object, so a nonce
/// cannot be used twice and a switch of keys cannot mix them up.
///
/// It belongs to one thread. The key is derived from a base key that the caller keeps; what is derived is wiped on
/// [#close()].
public final class Sealer implements AutoCloseable {

    /// AES-GCM's hard limit of packets under one key.
    public static final long MOST_PACKETS = 1L << 32;

    private final KeyId keyId;
    private final PacketCipher cipher;
    private long counter;

    /// @param metadata authenticated with every packet, not sent
    public Sealer(KeyId keyId, CipherSuite suite, BaseKey baseKey, byte[] metadata) {
        this(keyId, suite, baseKey, metadata, 0);
    }

    /// For the tests, which need the RFC's counter and the end of the range.
    Sealer(KeyId keyId, CipherSuite suite, BaseKey baseKey, byte[] metadata, long firstCounter) {
        this.keyId = keyId;
        this.cipher = new PacketCipher(keyId, suite, baseKey, metadata);
        this.counter = firstCounter;
    }

    public KeyId keyId() {
        return keyId;
    }

    /// How many packets this key has sealed.
    public long packets() {
        return counter;
    }

    /// Whether this key has sealed all the packets that it may; [#seal] fails from now on.
    public boolean isExhausted() {
        return counter >= MOST_PACKETS;
    }

    /// Bytes of the next sealed packet for a plaintext of so many bytes.
    public int sealedSize(int plaintextBytes) {
        return HeaderCodec.length(keyId.value(), counter) + plaintextBytes + CipherSuite.TAG_BYTES;
    }

    /// Seals what remains of `plaintext` into the position of `target` and moves both on.
    ///
    /// @throws IllegalStateException if the key is exhausted or has been wiped
    /// @throws IllegalArgumentException if fewer than [#sealedSize] bytes remain in the target
    public void seal(ByteBuffer plaintext, ByteBuffer target) {
        if (isExhausted()) {
            throw new IllegalStateException("key " + keyId + " has sealed all the packets it may");
        }
        if (target.remaining() < sealedSize(plaintext.remaining())) {
            throw new IllegalArgumentException("the target is too small for the sealed packet");
        }
        long own = counter++;
        int headerAt = target.position();
        HeaderCodec.write(keyId.value(), own, target);
        cipher.seal(own, target, headerAt, target.position() - headerAt, plaintext);
    }

    @Override
    public void close() {
        cipher.close();
    }

    @Override
    public String toString() {
        return "Sealer[" + keyId + "]";
    }
}
