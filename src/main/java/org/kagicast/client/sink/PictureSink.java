package org.kagicast.client.sink;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;
import org.kagicast.time.Time;
import org.kagicast.wire.TestCardAssembler;
import org.kagicast.wire.TestCardFragment;

/// Keeps the latest picture for a screen in the same process: the test card, or a raster of the latest bytes. What
/// cannot be opened shows as the noise that it is, once nothing has been opened for a while.
public final class PictureSink implements Sink {

    /// Bytes of a raster: 64 by 36.
    public static final int RASTER_BYTES = 64 * 36;

    private static final long RASTER_PERIOD_NANOS = 66_000_000;
    private static final long NOISE_AFTER_NANOS = 1_000_000_000;

    private final Time time;
    private final TestCardAssembler assembler = new TestCardAssembler();
    private volatile @Nullable Picture latest;
    private byte[] raster = new byte[RASTER_BYTES];
    private int filled;
    private boolean rasterOpened;
    private long rasters;
    private long shownNanos;
    private long openedNanos;

    public PictureSink(Time time) {
        this.time = time;
        this.openedNanos = time.nanos() - NOISE_AFTER_NANOS;
        this.shownNanos = time.nanos() - RASTER_PERIOD_NANOS;
    }

    /// The latest picture; safe from any thread.
    public Optional<Picture> latest() {
        return Optional.ofNullable(latest);
    }

    @Override
    public void testCard(StreamName stream, TestCardFragment fragment) {
        openedNanos = time.nanos();
        assembler.add(fragment).ifPresent(jpeg -> latest = new Picture.TestCard(stream, fragment.frame(), jpeg));
    }

    @Override
    public void data(ByteBuffer payload) {
        openedNanos = time.nanos();
        add(payload, true);
    }

    @Override
    public void unopened(ByteBuffer datagram) {
        if (time.nanos() - openedNanos >= NOISE_AFTER_NANOS) {
            add(datagram, false);
        }
    }

    @Override
    public void close() {
        latest = null;
    }

    private void add(ByteBuffer bytes, boolean opened) {
        long now = time.nanos();
        if (filled == 0 && now - shownNanos < RASTER_PERIOD_NANOS) {
            return;
        }
        if (opened != rasterOpened) {
            rasterOpened = opened;
            filled = 0;
        }
        int taken = Math.min(bytes.remaining(), RASTER_BYTES - filled);
        bytes.get(bytes.position(), raster, filled, taken);
        filled += taken;
        if (filled == RASTER_BYTES) {
            latest = new Picture.Raster(++rasters, raster, opened);
            raster = new byte[RASTER_BYTES];
            filled = 0;
            shownNanos = now;
        }
    }
}
