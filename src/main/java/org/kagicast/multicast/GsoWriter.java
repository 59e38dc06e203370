package org.kagicast.multicast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fast way out of Linux. Datagrams of one length are built one behind the other in direct memory, and the whole
/// batch is one message to the system (`UDP_SEGMENT`), which cuts it into datagrams as late as it can:
///
/// ```
///  | datagram | datagram | datagram | ... | room |        at most 64 datagrams and 65,507 bytes
///  0        length                       end
/// ```
///
/// A batch ends when it is full, when a length changes, or with a flush; nothing ever waits for a batch to fill. Batches
/// are for streams that fill some: as long as none of the latest flushes came after a full batch, datagrams go one by one.
/// There is little to be gained then, and on `lo`, where a capture sees batches before they are cut, a slow stream looks
/// as it does on a network.
///
/// Batches are used again and again, so that sending makes no garbage. Each is held once by this writer, and once more by
/// Netty while it is under way.
final class GsoWriter implements DatagramWriter {

    /// The most segments of one message that every Linux takes, and the most bytes of a UDP datagram over IPv4.
    static final int MOST_DATAGRAMS = 64;
    static final int MOST_BYTES = 65_507;

    private static final Logger LOG = LoggerFactory.getLogger(GsoWriter.class);

    private static final int FLUSHES_UNTIL_SLOW = 16;
    private static final int MOST_KEPT = 32;
    /// `EIO`, `EINVAL`, `EMSGSIZE`: how Linux says that segments cannot go that way, as through a tunnel or with a
    /// smaller MTU.
    private static final Set<Integer> NO_SEGMENTS = Set.of(-5, -22, -90);

    private final DatagramChannel channel;
    private final InetSocketAddress recipient;
    private final int longestSegment;
    private final Refusals refusals;
    private final SingleDatagramWriter singles;
    private final ArrayDeque<Batch> idle = new ArrayDeque<>();
    /// Oldest first; Netty lets go of them in this order.
    private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
    private @Nullable Batch batch;
    private boolean isReservedSingly;
    private int flushesSinceFull = FLUSHES_UNTIL_SLOW;
    private boolean takesSegments = true;
    private boolean isClosed;

    /// @param longestSegment bytes of the longest datagram that fits the path unfragmented
    GsoWriter(DatagramChannel channel, InetSocketAddress recipient, int longestSegment, Refusals refusals) {
        this.channel = channel;
        this.recipient = recipient;
        this.longestSegment = longestSegment;
        this.refusals = refusals;
        this.singles = new SingleDatagramWriter(channel, recipient, refusals);
    }

    @Override
    public ByteBuffer reserve(int size) {
        if (batch != null && !batch.takes(size)) {
            end(batch);
        }
        isReservedSingly = size > MOST_BYTES || isClosed;
        if (isReservedSingly) {
            return singles.reserve(size);
        }
        if (batch == null) {
            batch = idleBatch();
        }
        return batch.reserve(size);
    }

    @Override
    public void commit() {
        Batch open = batch;
        if (isReservedSingly) {
            isReservedSingly = false;
            singles.commit();
        } else if (open == null || !open.isReserved) {
            throw new IllegalStateException("Nothing is reserved.");
        } else if (!open.commit()) {
            refusals.refused(1, new IOException("it is empty"));
        } else if (open.isFull() || open.hasShortEnd()) {
            end(open);
        }
    }

    @Override
    public void flushFull() {
        channel.flush();
    }

    @Override
    public void flush() {
        if (batch != null && batch.datagrams > 0) {
            end(batch);
        }
        flushesSinceFull = Math.min(flushesSinceFull + 1, FLUSHES_UNTIL_SLOW);
        channel.flush();
    }

    @Override
    public void close() {
        isClosed = true;
        singles.close();
        if (batch != null) {
            idle.add(batch);
            batch = null;
        }
        idle.addAll(underWay);
        underWay.clear();
        idle.forEach(unused -> unused.memory.release());
        idle.clear();
    }

    /// A batch failed: the one that Netty let go of last. If it is its being a batch that the system minds, its datagrams
    /// are tried singly, as are all from now on.
    void batchFailed(Throwable cause) {
        Batch failed = settle();
        if (failed == null) {
            return;
        }
        if (cause instanceof NativeIoException fault && NO_SEGMENTS.contains(fault.expectedErr())) {
            if (takesSegments) {
                LOG.info("Batches to {} are refused ({}): datagrams go singly from now on", recipient,
                        Sockets.reason(cause));
            }
            takesSegments = false;
            sendSingly(failed);
            channel.eventLoop().execute(channel::flush);
        } else {
            refusals.refused(failed.datagrams, cause);
        }
    }

    private void end(Batch ended) {
        batch = null;
        if (ended.isFull() && ended.datagrams > 1) {
            flushesSinceFull = 0;
        }
        boolean isFast = flushesSinceFull < FLUSHES_UNTIL_SLOW;
        if (isFast && takesSegments && ended.datagrams > 1 && ended.length <= longestSegment) {
            underWay.add(ended);
            var _ = channel.write(ended.message(recipient), channel.voidPromise());
        } else {
            sendSingly(ended);
            keep(ended);
        }
    }

    private void sendSingly(Batch from) {
        for (int at = 0; at < from.end; at += from.length) {
            singles.send(from.memory, at, Math.min(from.length, from.end - at));
        }
    }

    private Batch idleBatch() {
        settle();
        Batch next = idle.isEmpty() ? new Batch() : idle.removeLast();
        next.clear();
        return next;
    }

    /// Takes back the batches that Netty is through with.
    ///
    /// @return the latest of them; null if there are none
    private @Nullable Batch settle() {
        Batch latest = null;
        while (!underWay.isEmpty() && underWay.getFirst().memory.refCnt() == 1) {
            latest = underWay.removeFirst();
            keep(latest);
        }
        return latest;
    }

    private void keep(Batch unused) {
        if (idle.size() < MOST_KEPT) {
            idle.add(unused);
        } else {
            unused.memory.release();
        }
    }

    /// Datagrams of one length in a row; the last may be shorter.
    private static final class Batch {

        private final ByteBuf memory = Unpooled.directBuffer(MOST_BYTES, MOST_BYTES);
        private final ByteBuffer room = memory.nioBuffer(0, MOST_BYTES);
        private @Nullable SegmentedDatagramPacket message;
        private int datagrams;
        private int length;
        private int end;
        private boolean isReserved;

        void clear() {
            datagrams = 0;
            end = 0;
            isReserved = false;
        }

        boolean takes(int size) {
            return datagrams == 0 ? size <= MOST_BYTES : size == length && !isFull();
        }

        ByteBuffer reserve(int size) {
            isReserved = true;
            return room.clear().limit(end + size).position(end);
        }

        /// @return false if nothing was written
        boolean commit() {
            isReserved = false;
            int written = room.position() - end;
            if (written <= 0) {
                return false;
            }
            length = datagrams == 0 ? written : length;
            datagrams++;
            end += written;
            return true;
        }

        boolean isFull() {
            return datagrams == MOST_DATAGRAMS || end + length > MOST_BYTES;
        }

        boolean hasShortEnd() {
            return end < datagrams * length;
        }

        /// The message to the system, made anew only when the length is another.
        SegmentedDatagramPacket message(InetSocketAddress recipient) {
            SegmentedDatagramPacket made = message;
            if (made == null || made.segmentSize() != length) {
                made = new SegmentedDatagramPacket(memory, length, recipient);
                message = made;
            }
            memory.setIndex(0, end).retain();
            return made;
        }
    }
}
