package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.KeptFrame.KeptNode;
import org.kagicast.node.PackedSnapshot;

/// Shows what was known at a moment of the past, and what followed from it then: takes the frames that were kept of the
/// minute before, one after the other. A step forward takes only those in between. One thread.
final class Replay {

    /// As far back as any screen shows at once.
    private static final Duration WINDOW = Duration.ofSeconds(62);
    /// Of larger frames fewer are taken, so that it stays quick.
    private static final long MOST_BYTES = 3 << 20;

    private final FrameHistory history;
    private @Nullable Past shown;

    Replay(FrameHistory history) {
        this.history = history;
    }

    /// @param seen what followed from the frames of the minute before
    record Past(Instant at, DomainView whole, Observations seen) {}

    Past show(KeptFrame wanted) {
        Past before = shown;
        boolean isStep = before != null && !wanted.at().isBefore(before.at())
                && Duration.between(before.at(), wanted.at()).compareTo(WINDOW) < 0;
        Observations seen = isStep && before != null ? before.seen() : new Observations();
        Instant after = isStep && before != null ? before.at() : wanted.at().minus(WINDOW);
        DomainView whole = DomainView.of(wanted.statuses());
        for (KeptFrame frame : thinned(history.between(after, wanted.at()), wanted)) {
            take(frame.equals(wanted) ? whole : DomainView.of(frame.statuses()), seen);
        }
        seen.asOf(wanted.since(), wanted.lost());
        Past next = new Past(wanted.at(), whole, seen);
        shown = next;
        return next;
    }

    private static void take(DomainView whole, Observations seen) {
        whole.nodes().stream().filter(NodeStatus::isHeard).flatMap(node -> node.snapshot().stream())
                .forEach(seen::follow);
        whole.snapshot().ifPresent(snapshot -> seen.observe(snapshot, whole));
    }

    /// The last one always; of the others as many as there is time for.
    private static List<KeptFrame> thinned(List<KeptFrame> frames, KeptFrame wanted) {
        long bytes = frames.stream().mapToLong(Replay::bytes).sum();
        int each = (int) Math.max(1, Math.ceilDiv(bytes, MOST_BYTES));
        List<KeptFrame> before = frames.stream().filter(frame -> frame.at().isBefore(wanted.at())).toList();
        return Stream.concat(
                IntStream.range(0, before.size()).filter(index -> index % each == 0)
                        .mapToObj(before::get),
                Stream.of(wanted)).toList();
    }

    private static long bytes(KeptFrame frame) {
        return frame.nodes().stream().map(KeptNode::snapshot).flatMap(Optional::stream)
                .mapToLong(PackedSnapshot::length).sum();
    }
}
