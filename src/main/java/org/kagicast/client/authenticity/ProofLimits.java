package org.kagicast.client.authenticity;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.kagicast.client.fetch.GuardedLongMap;
import org.kagicast.client.fetch.TokenBucket;

/// The bounds that all keys of a client share while packets wait for somebody to vouch for them, so that no member can make
/// it grow or keep it busy. When there are too many, the key under which most wait gives one up: a flood evicts itself.
/// State: the client's loop.
public final class ProofLimits {

    /// A packet that nobody has vouched for in so long is unauthenticated, once later ones have been vouched for.
    public static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /// The same, whatever has come: a content server that stands still vouches when it goes on.
    public static final Duration LONGEST_STILLNESS = Duration.ofSeconds(2);

    /// Packets of one counter: whoever floods one is at odds with the stream's own packet there, and with no other.
    static final int MOST_OF_ONE_COUNTER = 64;

    /// Bytes that a packet of usual length fits in.
    private static final int ROOM = 2_048;
    private static final int MOST_ROOMS = 4_096;
    private static final int VERIFICATIONS_PER_SECOND = 4_000;
    private static final int VERIFICATIONS_AT_ONCE = 1_000;
    /// Of those, for manifests that are about packets that wait.
    private static final int KEPT_FOR_WAITING = VERIFICATIONS_AT_ONCE / 2;
    private static final int CONTROLS_PER_SECOND = 500;
    private static final int CONTROLS_AT_ONCE = 200;

    private final RandomGenerator randomness;
    private final TokenBucket verifications;
    private final TokenBucket controls;
    private final int mostPackets;
    private final long mostBytes;
    private final List<ProofQueue> queues = new ArrayList<>();
    /// Used again and again, since packet after packet waits for a moment.
    private final Deque<ByteBuffer> rooms = new ArrayDeque<>();
    private int packets;
    private long bytes;

    /// @param mostPackets that wait
    /// @param mostBytes of those
    public ProofLimits(RandomGenerator randomness, long now, int mostPackets, long mostBytes) {
        this.randomness = randomness;
        this.verifications = new TokenBucket(VERIFICATIONS_PER_SECOND, VERIFICATIONS_AT_ONCE, now);
        this.controls = new TokenBucket(CONTROLS_PER_SECOND, CONTROLS_AT_ONCE, now);
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
    }

    /// Whether the signature of one more announcement or key end may be verified now.
    public boolean mayVerifyControl(long now) {
        return controls.take(now);
    }

    /// Whether the signature of one more manifest may be verified now.
    ///
    /// @param isWanted whether it is about a packet that waits: a flood of others leaves enough for those
    boolean mayVerify(long now, boolean isWanted) {
        return verifications.take(now, isWanted ? 0 : KEPT_FOR_WAITING);
    }

    /// Gives up what has waited too long, under every key.
    public void tick(long now) {
        if (packets > 0) {
            List.copyOf(queues).forEach(queue -> queue.tick(now));
        }
    }

    /// How many packets wait under all keys.
    public int waiting() {
        return packets;
    }

    void add(ProofQueue queue) {
        queues.add(queue);
    }

    void remove(ProofQueue queue) {
        queues.remove(queue);
    }

    void count(int morePackets, long moreBytes) {
        packets += morePackets;
        bytes += moreBytes;
    }

    void keep() {
        while (packets > mostPackets || bytes > mostBytes) {
            queues.stream().max(Comparator.comparingInt(ProofQueue::waiting)).orElseThrow().giveUpLast();
        }
    }

    /// Room for so many bytes, or more, from the start on. Whoever takes it gives it back, or gives it to
    /// [ProofQueue#packet].
    public ByteBuffer room(int least) {
        if (least > ROOM) {
            return ByteBuffer.allocate(least);
        }
        ByteBuffer used = rooms.poll();
        return used == null ? ByteBuffer.allocate(ROOM) : used.clear();
    }

    /// Whoever gives it back forgets it.
    public void giveBack(ByteBuffer room) {
        if (room.capacity() == ROOM && rooms.size() < MOST_ROOMS) {
            rooms.push(room);
        }
    }

    GuardedLongMap<WaitingPacket> byCounter() {
        return new GuardedLongMap<>(randomness);
    }

    int draw(int bound) {
        return randomness.nextInt(bound);
    }
}
