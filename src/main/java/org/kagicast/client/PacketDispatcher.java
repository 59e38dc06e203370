package org.kagicast.client;

import java.nio.ByteBuffer;
import org.kagicast.client.keys.DecryptionKey;
import org.kagicast.client.keys.DecryptionKeyTable;
import org.kagicast.client.sink.Sink;
import org.kagicast.model.StreamName;
import org.kagicast.wire.Fragment;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.Reassembly;
import org.kagicast.wire.RekeyAnnouncement;
import org.kagicast.wire.TestCardFragment;

/// What is done with the inside of an opened packet, by its type. State: the client's loop.
final class PacketDispatcher {

    private final Sink sink;
    private final DecryptionKeyTable table;
    private final Announcements announcements;
    private final Counters counters;
    private final Fragment fragment = new Fragment();
    private final Reassembly reassembly = new Reassembly();

    PacketDispatcher(Sink sink, DecryptionKeyTable table, Announcements announcements, Counters counters) {
        this.sink = sink;
        this.table = table;
        this.announcements = announcements;
        this.counters = counters;
    }

    /// @param key that it was sealed with
    /// @param inner type byte and body, verified
    /// @param arrived when the packet came in
    /// @param late whether it had to wait for its key
    void deliver(DecryptionKey key, ByteBuffer inner, long arrived, boolean late) {
        boolean known = inner.hasRemaining() && switch (inner.get()) {
            case InnerType.DATA -> data(inner, late);
            case InnerType.FRAGMENT -> fragment(key, inner, late);
            case InnerType.TEST_CARD -> testCard(key.stream(), inner, late);
            case InnerType.ANNOUNCEMENT -> announcement(key, inner, arrived);
            case InnerType.KEY_END -> keyEnd(key, inner);
            case InnerType.MANIFEST -> manifest();
            default -> false;
        };
        if (!known) {
            counters.unknownType++;
        }
    }

    /// A datagram whose last piece does not come within a call or two is given up.
    void tick() {
        reassembly.giveUpOld();
        countIncomplete();
    }

    private boolean data(ByteBuffer payload, boolean late) {
        counters.data(payload.remaining(), late);
        give(payload, late);
        return true;
    }

    private boolean fragment(DecryptionKey key, ByteBuffer body, boolean late) {
        if (!fragment.read(body)) {
            return false;
        }
        Reassembly.Result result = reassembly.add(key.origin().keyId(), fragment, body, late);
        countIncomplete();
        return switch (result) {
            case Reassembly.Waits _ -> true;
            case Reassembly.Misfit _ -> false;
            case Reassembly.Whole whole -> {
                counters.joined(whole.packets(), whole.bytes().remaining(), whole.isLate());
                give(whole.bytes(), whole.isLate());
                yield true;
            }
        };
    }

    private void countIncomplete() {
        counters.incomplete = reassembly.waiting();
        counters.givenUp = reassembly.givenUp();
    }

    private void give(ByteBuffer payload, boolean late) {
        if (late) {
            sink.late(payload);
        } else {
            sink.data(payload);
        }
    }

    private boolean testCard(StreamName stream, ByteBuffer body, boolean late) {
        var fragment = TestCardFragment.parse(body);
        fragment.ifPresent(piece -> {
            counters.data(body.remaining(), late);
            sink.testCard(stream, piece);
        });
        return fragment.isPresent();
    }

    private boolean announcement(DecryptionKey key, ByteBuffer body, long arrived) {
        var announcement = RekeyAnnouncement.parse(body);
        announcement.ifPresent(told -> {
            counters.control++;
            if (!key.isSuperseded()) {
                announcements.received(key.line(), told, arrived);
            }
        });
        return announcement.isPresent();
    }

    /// Nobody asks who sent the packets, or it has been told.
    private boolean manifest() {
        counters.control++;
        return true;
    }

    /// Only the stream itself may say how many packets a former key of its own sealed, and that only to whoever can open the
    /// same label.
    private boolean keyEnd(DecryptionKey key, ByteBuffer body) {
        var end = KeyEnd.parse(body);
        end.ifPresent(told -> {
            counters.control++;
            DecryptionKey former = table.find(told.keyId().value());
            if (former != null && former.line().equals(key.line()) && key.cameAfter(former)) {
                former.opener().end(told.packets());
            }
        });
        return end.isPresent();
    }
}
