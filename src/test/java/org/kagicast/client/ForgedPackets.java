package org.kagicast.client;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongSupplier;
import org.kagicast.model.KeyId;

/// What somebody sends to the group who holds none of its keys: sound headers with IDs of his choice, and noise.
final class ForgedPackets {

    private static final int KEY_ID_BYTES = 7;
    private static final int NOISE_BYTES = 40;

    private static final int MOST_NOISE = 65_000;
    private static final int COUNTER = 5;

    private final Random random = new Random(42);
    private final byte[] noise = new byte[MOST_NOISE];

    ForgedPackets() {
        random.nextBytes(noise);
    }

    ByteBuffer with(KeyId keyId) {
        return with(keyId.value(), NOISE_BYTES);
    }

    ByteBuffer withRandomId() {
        return with(randomId(), NOISE_BYTES);
    }

    ByteBuffer with(LongSupplier ids, int noiseBytes) {
        return with(ids.getAsLong(), noiseBytes);
    }

    /// As a key server that draws its IDs would draw them.
    long randomId() {
        return (1L << 48) + random.nextLong((1L << 53) - (1L << 48));
    }

    /// One of two million IDs that are alike when their halves are laid over each other, as a plain hash does.
    long collidingId() {
        long high = random.nextLong(1 << 21);
        return high << 32 | (high ^ 0x1234_5678L);
    }

    private ByteBuffer with(long keyId, int noiseBytes) {
        int keyIdBytes = keyId < 8 ? 0 : (Long.SIZE - Long.numberOfLeadingZeros(keyId) + 7) / Byte.SIZE;
        ByteBuffer packet = ByteBuffer.allocate(1 + KEY_ID_BYTES + noiseBytes);
        packet.put((byte) (COUNTER | (keyIdBytes == 0 ? keyId << 4 : 0x80 | (keyIdBytes - 1) << 4)));
        for (int shift = (keyIdBytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            packet.put((byte) (keyId >>> shift));
        }
        return packet.put(noise, random.nextInt(MOST_NOISE - noiseBytes), noiseBytes).flip();
    }
}
