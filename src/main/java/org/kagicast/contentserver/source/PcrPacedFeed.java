package org.kagicast.contentserver.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.kagicast.contentserver.mpegts.PcrClock;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.time.Time;
import org.kagicast.wire.InnerType;

/// Content in datagrams, paced by the clock of the transport stream that it holds. It reads ahead to the next PCR, but not
/// further than a limit; what has no clock goes at the rate that content without one has, and what is guessed is told.
///
/// Where several programs have clocks, it follows the first; when that one does not come for 200 ms of its own time and
/// three times as long as it took before, the next one that does.
final class PcrPacedFeed implements Feed {

    /// Whether input comes at a pace of its own.
    enum Kind {
        /// All of it is there: waiting for a clock costs nothing.
        STORED,
        /// A pipe, which may be live: it is never kept waiting for a clock for more than 200 ms.
        PIPE
    }

    /// Bytes read ahead at most: 0.3 s at 100 Mbit/s.
    static final int MOST_AHEAD = 4 << 20;
    static final Duration PATIENCE = Duration.ofMillis(200);

    private static final Duration GLANCE = Duration.ofMillis(5);
    private static final int NO_PID = -1;
    private static final int MOST_OTHER_CLOCKS = 3;
    private static final int GONE_AFTER_GAPS = 3;

    private final String text;
    private final Kind kind;
    private final Pieces pieces;
    private final Rate without;
    private final Time time;
    private final PcrClock clock = new PcrClock();
    private final Deque<Pieces.Piece> ahead = new ArrayDeque<>();
    private int aheadBytes;
    private int clockPid = NO_PID;
    private long clockSeen;
    private long clockGap;
    private int othersSeen;
    private boolean ended;
    private boolean hasToldOfStop;
    /// Until a clock is found.
    private boolean isClockless;
    private boolean isByClock;
    private long origin;
    private long ratedFrom;
    private long ratedOrigin;
    private long lastDue;

    /// @param without bits a second for a stream that has no clock
    PcrPacedFeed(String text, Kind kind, Content content, Rate without, Time time) {
        this.text = text;
        this.kind = kind;
        this.pieces = new Pieces(content);
        this.without = without;
        this.time = time;
    }

    @Override
    public long due(SourceOutlet outlet) throws IOException {
        readAhead();
        Pieces.Piece next = ahead.peek();
        if (next == null) {
            return END;
        }
        lastDue = clock.isSet() ? dueByClock(next, outlet) : dueByRate(next, outlet);
        return lastDue;
    }

    @Override
    public void addTo(DatagramBatch batch) {
        Pieces.Piece piece = ahead.remove();
        aheadBytes -= piece.length();
        batch.add(InnerType.DATA, piece.bytes());
    }

    @Override
    public boolean isAtHand() throws IOException {
        return ended || isPaced() || pieces.isAtHand();
    }

    @Override
    public boolean isBehind() throws IOException {
        return kind == Kind.PIPE && pieces.isAtHand();
    }

    @Override
    public void close() {
        pieces.close();
    }

    private long dueByClock(Pieces.Piece next, SourceOutlet outlet) {
        if (!isByClock) {
            isByClock = true;
            origin = clock.nanosAt(next.position()) - (isClockless ? rated(next) : lastDue);
            isClockless = false;
        }
        if (!hasToldOfStop && !ended && !clock.reaches(next.position()) && isOverdueAt(next.position())) {
            hasToldOfStop = true;
            outlet.tell(StreamMessage.CLOCK_STOPPED.with(text));
        }
        return clock.nanosAt(next.position()) - origin;
    }

    private boolean isOverdueAt(long position) {
        long gap = position - clockSeen;
        return clock.nanosFor(gap) > PATIENCE.toNanos() && gap > GONE_AFTER_GAPS * clockGap;
    }

    private long dueByRate(Pieces.Piece next, SourceOutlet outlet) {
        if (!isClockless) {
            isClockless = true;
            ratedFrom = next.position();
            ratedOrigin = lastDue;
            outlet.tell(StreamMessage.NO_CLOCK.with(text, without.perSecond()));
        }
        return rated(next);
    }

    private long rated(Pieces.Piece next) {
        return ratedOrigin + without.nanosFor(Byte.SIZE * (next.position() - ratedFrom));
    }

    private void readAhead() throws IOException {
        long since = time.nanos();
        while (!ended && !isPaced() && !isFull() && (ahead.isEmpty() || isWorthWaiting(since))) {
            Optional<Pieces.Piece> piece = pieces.next();
            ended = piece.isEmpty();
            piece.ifPresent(this::take);
        }
    }

    /// Waits a little where nothing more is at hand and no pace is known; where one is known, it will do.
    private boolean isWorthWaiting(long since) throws IOException {
        if (kind == Kind.STORED) {
            return true;
        }
        while (!pieces.isAtHand()) {
            if (clock.isSet() || time.nanos() - since >= PATIENCE.toNanos()) {
                return false;
            }
            try {
                time.sleepUntil(time.nanos() + GLANCE.toNanos());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the source was stopped");
            }
        }
        return true;
    }

    /// Whether it is known when the next datagram is due.
    private boolean isPaced() {
        return !ahead.isEmpty()
                && (clock.isSet() ? clock.reaches(ahead.getFirst().position()) : isClockless);
    }

    private boolean isFull() {
        return aheadBytes >= MOST_AHEAD
                || (kind == Kind.PIPE && clock.isSet() && clock.nanosFor(aheadBytes) >= PATIENCE.toNanos());
    }

    private void take(Pieces.Piece piece) {
        piece.clocks().forEach(this::observe);
        ahead.add(piece);
        aheadBytes += piece.length();
    }

    private void observe(Pieces.Pcr pcr) {
        if (clockPid == NO_PID) {
            clockPid = pcr.pid();
        } else if (pcr.pid() != clockPid) {
            othersSeen++;
            if (!isGone(pcr)) {
                return;
            }
            clockPid = pcr.pid();
            clock.startAnew();
        }
        othersSeen = 0;
        hasToldOfStop = false;
        clockGap = pcr.position() - clockSeen;
        clockSeen = pcr.position();
        clock.observe(pcr.position(), pcr.ticks(), pcr.jumps());
    }

    /// Whether the clock that is followed should have come long before this one of another program.
    private boolean isGone(Pieces.Pcr other) {
        return clock.isSet() ? isOverdueAt(other.position()) : othersSeen > MOST_OTHER_CLOCKS;
    }
}
