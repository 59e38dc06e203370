package org.kagicast.authenticity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;

/// Hashes one sealed datagram after another, as manifests list them: the first 16 bytes of the SHA-256 over the whole of
/// it, as two numbers, so that nothing is allocated for each. It belongs to one thread.
public final class PacketHasher {

    /// Bytes of a hash.
    public static final int BYTES = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest digest = Sha256.digest();
    private final byte[] hash = new byte[Sha256.BYTES];
    private byte[] copy = {};

    /// Hashes what remains of the datagram, whose position stays where it is. Direct memory passes through an array: the
    /// JDK's digest takes half as long again for it.
    public void hash(ByteBuffer datagram) {
        int bytes = datagram.remaining();
        if (datagram.hasArray()) {
            digest.update(datagram.array(), datagram.arrayOffset() + datagram.position(), bytes);
        } else {
            if (copy.length < bytes) {
                copy = new byte[bytes];
            }
            datagram.get(datagram.position(), copy, 0, bytes);
            digest.update(copy, 0, bytes);
        }
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("a SHA-256 has 32 bytes", e);
        }
    }

    /// The first 8 bytes of the latest hash, big end first.
    public long high() {
        return (long) LONG.get(hash, 0);
    }

    /// The other 8 bytes of the latest hash, big end first.
    public long low() {
        return (long) LONG.get(hash, Long.BYTES);
    }
}
