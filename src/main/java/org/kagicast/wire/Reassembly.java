package org.kagicast.wire;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyId;

/// Joins datagrams that came in pieces, in whatever order the pieces come. A datagram that lacks one when its time is over
/// is given up whole, as a network does with a datagram that it had to cut. Pieces of different keys never meet, so who
/// holds one key adds nothing to what another has sealed. It keeps 64 datagrams and 1 MiB at most. One thread.
public final class Reassembly {

    private static final int MOST_DATAGRAMS = 64;
    private static final int MOST_BYTES = 1 << 20;

    private record Name(KeyId key, int datagram) {}

    /// A datagram that lacks a piece.
    private static final class Incomplete {

        private final byte[] @Nullable [] pieces;
        private boolean isLate;
        private int missing;
        private int bytes;
        private boolean isOld;

        Incomplete(int count, boolean isLate) {
            this.pieces = new byte[count][];
            this.missing = count;
            this.isLate = isLate;
        }

        void take(int number, ByteBuffer body, boolean waited) {
            byte[] piece = new byte[body.remaining()];
            body.get(body.position(), piece);
            pieces[number] = piece;
            bytes += piece.length;
            missing--;
            isLate |= waited;
        }

        int packets() {
            return pieces.length - missing;
        }

        ByteBuffer join() {
            ByteBuffer whole = ByteBuffer.allocate(bytes);
            for (byte[] piece : pieces) {
                if (piece != null) {
                    whole.put(piece);
                }
            }
            return whole.flip();
        }
    }

    /// What became of a piece.
    public sealed interface Result {
    }

    /// The datagram lacks others.
    public record Waits() implements Result {}

    /// The datagram cannot have such a piece.
    public record Misfit() implements Result {}

    /// The datagram is whole.
    ///
    /// @param packets that it came in
    /// @param isLate whether one of them had to wait for its key
    public record Whole(ByteBuffer bytes, int packets, boolean isLate) implements Result {}

    private static final Result WAITS = new Waits();
    private static final Result MISFIT = new Misfit();

    private final Map<Name, Incomplete> incomplete = new LinkedHashMap<>();
    private int bytes;
    private int waiting;
    private long givenUp;

    /// Takes a piece that has just been read, and copies its bytes.
    ///
    /// @param isLate whether it had to wait for its key
    /// @return the datagram, if this was the last piece missing
    public Result add(KeyId key, Fragment fragment, ByteBuffer body, boolean isLate) {
        Name name = new Name(key, fragment.datagram());
        Incomplete datagram = incomplete.computeIfAbsent(name, fresh -> new Incomplete(fragment.count(), isLate));
        if (datagram.pieces.length != fragment.count() || datagram.pieces[fragment.piece()] != null
                || datagram.bytes + body.remaining() > Fragment.MOST_BYTES) {
            return MISFIT;
        }
        datagram.take(fragment.piece(), body, isLate);
        bytes += body.remaining();
        waiting++;
        if (datagram.missing > 0) {
            makeRoom();
            return WAITS;
        }
        forget(name, datagram);
        return new Whole(datagram.join(), datagram.pieces.length, datagram.isLate);
    }

    /// Gives up what has been incomplete since before the last call.
    public void giveUpOld() {
        for (var each : Map.copyOf(incomplete).entrySet()) {
            if (each.getValue().isOld) {
                giveUp(each.getKey(), each.getValue());
            }
            each.getValue().isOld = true;
        }
    }

    /// Packets whose datagram lacks another now.
    public int waiting() {
        return waiting;
    }

    /// Packets that came, and whose datagram was given up because another of its packets did not.
    public long givenUp() {
        return givenUp;
    }

    private void makeRoom() {
        while (incomplete.size() > MOST_DATAGRAMS || bytes > MOST_BYTES) {
            var oldest = incomplete.entrySet().iterator().next();
            giveUp(oldest.getKey(), oldest.getValue());
        }
    }

    private void giveUp(Name name, Incomplete datagram) {
        givenUp += datagram.packets();
        forget(name, datagram);
    }

    private void forget(Name name, Incomplete datagram) {
        incomplete.remove(name);
        bytes -= datagram.bytes;
        waiting -= datagram.packets();
    }
}
