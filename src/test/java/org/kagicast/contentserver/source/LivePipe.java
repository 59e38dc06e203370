package org.kagicast.contentserver.source;

import java.io.InputStream;
import java.time.Duration;

/// A pipe that is filled at an even rate, by the test's clock; reading from it turns the clock when it is empty.
final class LivePipe extends InputStream {

    private final SteppingTime time;
    private final byte[] bytes;
    private final double bytesPerSecond;
    private long heldFrom = Long.MAX_VALUE;
    private long heldUntil = Long.MAX_VALUE;
    private int read;

    LivePipe(SteppingTime time, byte[] bytes, double bytesPerSecond) {
        this.time = time;
        this.bytes = bytes;
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Nothing comes in this time, and then all at once that should have come.
    LivePipe heldUp(Duration from, Duration until) {
        heldFrom = from.toNanos();
        heldUntil = until.toNanos();
        return this;
    }

    /// When the byte came, but for holding up.
    long evenArrival(long position) {
        return (long) (position / bytesPerSecond * 1e9);
    }

    @Override
    public int available() {
        long now = time.nanos();
        long until = now >= heldFrom && now < heldUntil ? heldFrom : now;
        return (int) Math.min(bytes.length, until / 1e9 * bytesPerSecond) - read;
    }

    @Override
    public int read() {
        throw new AssertionError("byte by byte");
    }

    @Override
    public int read(byte[] into, int at, int room) {
        if (read == bytes.length) {
            return -1;
        }
        while (available() <= 0) {
            time.pass(Duration.ofMillis(1));
        }
        int taken = Math.min(room, available());
        System.arraycopy(bytes, read, into, at, taken);
        read += taken;
        return taken;
    }
}
