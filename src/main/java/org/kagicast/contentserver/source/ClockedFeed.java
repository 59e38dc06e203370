package org.kagicast.contentserver.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.kagicast.wire.InnerType;

/// An MPEG transport stream in datagrams of seven packets, paced by its own clock. It reads ahead to the next PCR, but
/// not further than a limit; a stream without a clock goes at the rate that content without one has.
final class ClockedFeed implements Feed {

    /// Bytes read ahead at most: 0.3 s at 100 Mbit/s.
    static final int MOST_AHEAD = 4 << 20;

    private static final int ANY = -1;

    private record Piece(long position, ByteBuffer bytes) {}

    private final String text;
    private final Content content;
    private final Rate without;
    private final StreamClock clock = new StreamClock();
    private final Deque<Piece> ahead = new ArrayDeque<>();
    private long position;
    private int programId = ANY;
    private boolean ended;
    private boolean isClockless;
    private long origin;

    /// @param without bits a second for a stream that has no clock
    ClockedFeed(String text, Content content, Rate without) {
        this.text = text;
        this.content = content;
        this.without = without;
    }

    @Override
    public long due(SourceOutlet outlet) throws IOException {
        boolean isFirst = position == 0;
        while (!ended && !isPaced() && !isFull()) {
            readAhead();
        }
        if (isFirst) {
            begin(outlet);
        }
        if (!isPaced()) {
            lookForAnotherClock();
        }
        Piece next = ahead.peek();
        if (next == null) {
            return END;
        }
        return isClockless ? without.nanosFor(Byte.SIZE * next.position) : clock.nanosAt(next.position) - origin;
    }

    @Override
    public void addTo(DatagramBatch batch) {
        batch.add(InnerType.DATA, ahead.remove().bytes);
    }

    @Override
    public boolean isAtHand() throws IOException {
        return ended || isPaced() || content.isAtHand();
    }

    @Override
    public void close() {
        content.close();
    }

    private void begin(SourceOutlet outlet) {
        isClockless = !clock.isSet();
        if (isClockless) {
            outlet.tell("The source " + text + " has no clock (PCR) to be paced by and goes at " + without.perSecond()
                    + " bit/s: name another rate with rate=, for example ?rate=20M.");
        } else {
            origin = clock.nanosAt(0);
        }
    }

    /// Whether it is known when the next datagram is due.
    private boolean isPaced() {
        if (ahead.isEmpty()) {
            return false;
        }
        return isClockless || (clock.isSet() && clock.reaches(ahead.getFirst().position));
    }

    private boolean isFull() {
        return ahead.size() * (long) Content.PIECE_BYTES >= MOST_AHEAD;
    }

    /// No PCR of this program for so long: the pace stays until another program's comes.
    private void lookForAnotherClock() {
        programId = ANY;
        clock.startAnew();
    }

    private void readAhead() throws IOException {
        Optional<ByteBuffer> piece = content.next();
        if (piece.isEmpty()) {
            ended = true;
            return;
        }
        ByteBuffer bytes = piece.get();
        for (int at = 0; at + TransportStream.PACKET_BYTES <= bytes.limit(); at += TransportStream.PACKET_BYTES) {
            observe(bytes, at);
        }
        ahead.add(new Piece(position, bytes));
        position += bytes.limit();
    }

    private void observe(ByteBuffer bytes, int at) {
        long ticks = TransportStream.clock(bytes, at);
        if (ticks == TransportStream.NONE) {
            return;
        }
        int owner = TransportStream.programId(bytes, at);
        if (programId == ANY) {
            programId = owner;
        }
        if (owner == programId) {
            clock.observe(position + at, ticks, TransportStream.isDiscontinuity(bytes, at));
        }
    }
}
