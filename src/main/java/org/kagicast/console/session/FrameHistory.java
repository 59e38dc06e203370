package org.kagicast.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.session.KeptFrame.KeptNode;
import org.kagicast.node.PackedSnapshot;

/// What was known of one domain for half an hour: each second of the last two minutes, one in five seconds of the ten
/// before, one in 15 of the rest, and besides what was known just after something had happened. Never more than
/// [#MOST_BYTES], whatever a domain has in it: of a large one, fewer moments. On the console's thread only.
public final class FrameHistory {

    public static final Duration KEPT = Duration.ofMinutes(30);
    static final int MOST_BYTES = 16 << 20;
    static final int MOST_FRAMES = 1_200;
    /// So soon after an event what is known is kept.
    static final Duration SEEN_WITHIN = Duration.ofSeconds(2);
    private static final Duration FINE = Duration.ofMinutes(2);
    private static final Duration MIDDLING = Duration.ofMinutes(10);
    /// What a frame takes beside its snapshots, and what each node of it does.
    private static final int OVERHEAD = 300;
    /// Of this coarseness on, what happened does not count any more.
    private static final int MARKS_GO = 8;
    private static final int COARSEST = 1 << 12;
    /// The beat of the clock is not exact.
    private static final Duration TOLERANCE = Duration.ofMillis(200);

    private final int mostBytes;
    private List<KeptFrame> frames = new ArrayList<>();

    FrameHistory() {
        this(MOST_BYTES);
    }

    FrameHistory(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Takes the next frame, and lets go of what is too much.
    void add(KeptFrame frame) {
        frames.add(frame);
        thin(1, frame.at());
        for (int factor = 2; isTooMuch() && factor <= COARSEST; factor *= 2) {
            thin(factor, frame.at());
        }
        while (isTooMuch()) {
            frames.removeFirst();
        }
    }

    private boolean isTooMuch() {
        return !frames.isEmpty() && (frames.size() > MOST_FRAMES || bytes() > mostBytes);
    }

    /// Keeps the first and the last, and of the others those that are far enough from the one before.
    private void thin(int factor, Instant now) {
        List<KeptFrame> next = new ArrayList<>(frames.size());
        for (KeptFrame frame : frames) {
            Duration age = Duration.between(frame.at(), now);
            boolean isFar = next.isEmpty() || Duration.between(next.getLast().at(), frame.at()).plus(TOLERANCE)
                    .compareTo(spacing(age).multipliedBy(factor)) >= 0;
            boolean isMarked = frame.marked() && factor < MARKS_GO;
            if (age.compareTo(KEPT) <= 0 && (isFar || isMarked || frame.at().equals(now))) {
                next.add(frame);
            }
        }
        frames = next;
    }

    private static Duration spacing(Duration age) {
        if (age.compareTo(FINE) <= 0) {
            return Duration.ofSeconds(1);
        }
        return age.compareTo(MIDDLING) <= 0 ? Duration.ofSeconds(5) : Duration.ofSeconds(15);
    }

    /// The room that all of it takes, about.
    public long bytes() {
        IdentityHashMap<PackedSnapshot, Integer> all = new IdentityHashMap<>();
        long bytes = 0;
        for (KeptFrame frame : frames) {
            bytes += OVERHEAD;
            for (KeptNode node : frame.nodes()) {
                bytes += OVERHEAD;
                node.snapshot().ifPresent(packed -> all.put(packed, packed.length()));
                node.rows().ifPresent(packed -> all.put(packed, packed.length()));
            }
        }
        return bytes + all.values().stream().mapToLong(Integer::intValue).sum();
    }

    /// The moments that are kept, the oldest first.
    public List<Instant> moments() {
        return frames.stream().map(KeptFrame::at).toList();
    }

    public Optional<Instant> first() {
        return frames.isEmpty() ? Optional.empty() : Optional.of(frames.getFirst().at());
    }

    /// The first of them within two seconds from a moment on, when what happened then can be seen.
    public Optional<Instant> momentFrom(Instant moment) {
        return from(moment, SEEN_WITHIN).map(KeptFrame::at).filter(at -> !at.isBefore(moment));
    }

    /// The latest frame that is not after a moment, and otherwise the first.
    Optional<KeptFrame> at(Instant moment) {
        int index = indexAfter(moment) - 1;
        return frames.isEmpty() ? Optional.empty() : Optional.of(frames.get(Math.max(0, index)));
    }

    /// The first frame within a while from a moment on, and otherwise as [#at].
    Optional<KeptFrame> from(Instant moment, Duration within) {
        return frames.stream().filter(frame -> !frame.at().isBefore(moment))
                .filter(frame -> Duration.between(moment, frame.at()).compareTo(within) <= 0).findFirst()
                .or(() -> at(moment));
    }

    /// Those after one moment and not after another.
    List<KeptFrame> between(Instant after, Instant to) {
        return List.copyOf(frames.subList(indexAfter(after), Math.max(indexAfter(after), indexAfter(to))));
    }

    /// How many are not after a moment.
    private int indexAfter(Instant moment) {
        int low = 0;
        int high = frames.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (frames.get(middle).at().isAfter(moment)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
