package org.kagicast.client.authenticity;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.Manifest;
import org.kagicast.authenticity.VerifiedSlots;
import org.kagicast.client.fetch.GuardedLongMap;
import org.kagicast.model.KeyId;
import org.kagicast.model.VerificationKey;

/// The packets under one key that sign, between being opened and being known as the content server's own (R29). Whoever
/// holds the key can seal packets under it; what the content server has sealed its manifests tell. Several packets may have
/// come under one counter: the manifest says which one is true.
///
/// What manifests have vouched for goes on in the order of the counters. While a manifest is missing whose packets are here,
/// those after it wait for it too, until a manifest comes that is later than the slots that could vouch for them.
///
/// State: the client's loop.
public final class ProofQueue implements AutoCloseable {

    private static final long STILLNESS_NANOS = ProofLimits.LONGEST_STILLNESS.minus(ProofLimits.LONGEST_WAIT).toNanos();
    private static final int MOST_RUNS = 4_096;
    /// One of so many that wait.
    private static final int GIVEN_UP_AT_ONCE = 16;

    private final Receiver receiver;
    private final ProofLimits limits;
    private final VerifiedSlots slots;
    /// By counter.
    private final GuardedLongMap<WaitingPacket> waiting;
    private final Deque<WaitingPacket> byAge = new ArrayDeque<>();
    /// Those that have waited their time, by age.
    private final List<WaitingPacket> overdue = new ArrayList<>();
    /// What has been vouched for lately, for packets that come after that.
    private final Deque<Run> runs = new ArrayDeque<>();
    /// Vouched for, behind a gap that may still be filled; by the first counter.
    private final TreeMap<Long, Run> behindGap = new TreeMap<>();
    /// All counters below this one have had their manifest, or it is waited for no more; -1 before the first.
    private long front = -1;
    /// All counters below this one have had all their slots, so that a manifest for them can only have been overtaken.
    private long ended;
    private int packets;

    public ProofQueue(KeyId keyId, VerificationKey key, ProofLimits limits, Receiver receiver) {
        this.slots = new VerifiedSlots(keyId, key);
        this.limits = limits;
        this.receiver = receiver;
        this.waiting = limits.byCounter();
        limits.add(this);
    }

    /// What becomes of packets.
    public interface Receiver {

        /// The content server has sent this one.
        ///
        /// @param inner what it holds; empty where that was not given
        /// @param arrived when it came in (monotonic nanoseconds)
        /// @param late whether it had to wait for its key
        void authentic(long counter, ByteBuffer inner, long arrived, boolean late);

        /// So many were sealed by somebody else.
        void impostor(int count);

        /// Nobody has vouched for so many in time.
        void unauthenticated(int count);

        /// So many came a second time.
        void replayed(int count);
    }

    private record Run(Manifest manifest, long deadline) {

        long first() {
            return manifest.first();
        }

        long end() {
            return manifest.first() + manifest.count();
        }

        boolean has(long counter) {
            return counter >= first() && counter < end();
        }
    }

    /// A packet has been opened.
    ///
    /// @param high of its hash, as is `low`
    /// @param inner what it holds, in a room of [ProofLimits#room] that is this queue's from now on; empty where that has been
    ///        delivered already
    public void packet(long counter, long high, long low, ByteBuffer inner, long arrived, boolean late, long now) {
        Run known = counter < front ? runOf(counter) : null;
        if (known != null) {
            int index = (int) (counter - known.first());
            if (known.manifest.high(index) == high && known.manifest.low(index) == low) {
                receiver.authentic(counter, inner, arrived, late);
            } else {
                receiver.impostor(1);
            }
            limits.giveBack(inner);
            return;
        }
        WaitingPacket packet = new WaitingPacket(counter, high, low, inner, arrived, late,
                now + ProofLimits.LONGEST_WAIT.toNanos());
        if (add(packet)) {
            forgetGone();
            byAge.add(packet);
            limits.keep();
        }
    }

    private void forgetGone() {
        while (!byAge.isEmpty() && byAge.peek().isGone) {
            byAge.remove();
        }
    }

    /// Too many wait: those with the highest counters are the least likely to be the stream's next. Some go at once, since
    /// to find them all are looked through.
    void giveUpLast() {
        byAge.removeIf(packet -> packet.isGone);
        overdue.removeIf(packet -> packet.isGone);
        Stream.concat(overdue.stream(), byAge.stream())
                .sorted(Comparator.comparingLong((WaitingPacket packet) -> packet.counter).reversed())
                .limit(Math.ceilDiv(packets, GIVEN_UP_AT_ONCE)).toList().forEach(this::giveUp);
    }

    /// A manifest has been opened, from the packet with that counter.
    ///
    /// @return whether the content server made it, so that its packet is authentic
    public boolean manifest(Manifest manifest, long counter, long now) {
        switch (slots.judge(manifest, counter, () -> limits.mayVerify(now, isWanted(manifest)))) {
            case SIGNED -> vouchedFor(manifest, now);
            case NOT_SIGNED -> {
                receiver.impostor(1);
                return false;
            }
            case UNKNOWN -> {
                receiver.unauthenticated(1);
                return false;
            }
        }
        return true;
    }

    /// Whether a packet waits that it tells the true hash of.
    private boolean isWanted(Manifest manifest) {
        for (int index = 0; index < manifest.count(); index++) {
            for (WaitingPacket packet = waiting.get(manifest.first() + index); packet != null; packet = packet.next) {
                if (packet.has(manifest.high(index), manifest.low(index))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void vouchedFor(Manifest manifest, long now) {
        Run run = new Run(manifest, now + ProofLimits.LONGEST_WAIT.toNanos());
        runs.addFirst(run);
        if (runs.size() > MOST_RUNS) {
            runs.removeLast();
        }
        ended = Math.max(ended, manifest.slotFirst().orElse(0));
        behindGap.merge(run.first(), run, (one, other) -> one.end() >= other.end() ? one : other);
        vouch(now);
    }

    /// Gives up what has waited too long.
    void tick(long now) {
        for (forgetGone(); !byAge.isEmpty() && byAge.peek().deadline - now <= 0; forgetGone()) {
            overdue.add(byAge.remove());
        }
        overdue.removeIf(packet -> packet.isGone || isInVain(packet, now));
        while (!runs.isEmpty() && runs.peekLast().deadline - now <= 0) {
            runs.removeLast();
        }
        vouch(now);
    }

    /// Gives up a packet that has had its time, unless its content server, or this client, has stood still meanwhile.
    private boolean isInVain(WaitingPacket packet, long now) {
        boolean isInVain = packet.counter < ended || packet.deadline + STILLNESS_NANOS - now <= 0;
        if (isInVain) {
            giveUp(packet);
        }
        return isInVain;
    }

    /// How many packets wait.
    public int waiting() {
        return packets;
    }

    /// The key is gone; what waits has waited in vain.
    @Override
    public void close() {
        forgetGone();
        for (; !byAge.isEmpty(); forgetGone()) {
            giveUp(byAge.remove());
        }
        overdue.stream().filter(packet -> !packet.isGone).forEach(this::giveUp);
        overdue.clear();
        limits.remove(this);
    }

    /// Goes through what has been vouched for, from the lowest counter on, up to a gap that is worth waiting for.
    private void vouch(long now) {
        for (Map.Entry<Long, Run> lowest = behindGap.firstEntry(); lowest != null; lowest = behindGap.firstEntry()) {
            Run run = lowest.getValue();
            if (isGapBefore(run) && run.deadline - now > 0) {
                return;
            }
            behindGap.pollFirstEntry();
            for (int index = 0; index < run.manifest.count(); index++) {
                judge(run.first() + index, run.manifest.high(index), run.manifest.low(index));
            }
            front = Math.max(front, run.end());
        }
    }

    private boolean isGapBefore(Run run) {
        long from = Math.max(front, ended);
        if (front < 0 || run.first() <= from) {
            return false;
        }
        if (run.first() - from > waiting.size()) {
            return Stream.concat(overdue.stream(), byAge.stream())
                    .anyMatch(packet -> !packet.isGone && packet.counter >= from && packet.counter < run.first());
        }
        return LongStream.range(from, run.first()).anyMatch(counter -> waiting.get(counter) != null);
    }

    /// The content server has sealed this, and nothing else, under that counter.
    private void judge(long counter, long high, long low) {
        WaitingPacket packet = packets == 0 ? null : waiting.remove(counter);
        for (; packet != null; packet = packet.next) {
            gone(packet);
            if (packet.has(high, low)) {
                receiver.authentic(counter, packet.inner(), packet.arrived, packet.isLate);
            } else {
                receiver.impostor(1);
            }
            limits.giveBack(packet.inner());
        }
    }

    private @Nullable Run runOf(long counter) {
        return runs.stream().filter(run -> run.has(counter)).findFirst().orElse(null);
    }

    /// @return whether it waits now
    private boolean add(WaitingPacket packet) {
        WaitingPacket first = waiting.get(packet.counter);
        int same = 0;
        for (WaitingPacket other = first; other != null; other = other.next) {
            if (other.isSame(packet)) {
                receiver.replayed(1);
                limits.giveBack(packet.inner());
                return false;
            }
            same++;
        }
        if (same >= ProofLimits.MOST_OF_ONE_COUNTER) {
            giveUp(nth(first, limits.draw(same)));
            first = waiting.get(packet.counter);
        }
        packet.next = first;
        waiting.put(packet.counter, packet);
        packets++;
        limits.count(1, packet.bytes());
        return true;
    }

    private static WaitingPacket nth(@Nullable WaitingPacket first, int number) {
        WaitingPacket packet = first;
        for (int skipped = 0; packet != null && packet.next != null && skipped < number; skipped++) {
            packet = packet.next;
        }
        if (packet == null) {
            throw new IllegalStateException("no packet waits");
        }
        return packet;
    }

    private void giveUp(WaitingPacket packet) {
        remove(packet);
        gone(packet);
        limits.giveBack(packet.inner());
        receiver.unauthenticated(1);
    }

    private void gone(WaitingPacket packet) {
        packet.isGone = true;
        packets--;
        limits.count(-1, -packet.bytes());
    }

    private void remove(WaitingPacket packet) {
        WaitingPacket first = waiting.get(packet.counter);
        if (packet == first) {
            if (packet.next == null) {
                waiting.remove(packet.counter);
            } else {
                waiting.put(packet.counter, packet.next);
            }
            return;
        }
        for (WaitingPacket other = first; other != null; other = other.next) {
            if (other.next == packet) {
                other.next = packet.next;
                return;
            }
        }
    }
}
