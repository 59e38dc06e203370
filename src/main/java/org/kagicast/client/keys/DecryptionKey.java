package org.kagicast.client.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.client.authenticity.ProofQueue;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;
import org.kagicast.sframe.Opener;

/// One entry of the decryption-key table: key ID to decryption key. State: the client's loop.
public final class DecryptionKey implements AutoCloseable {

    private final Origin origin;
    private final Opener opener;
    private final String fingerprint;
    private Optional<ProofQueue> proof = Optional.empty();
    /// So many packets in vain, and for so long at least, tell that the key is not the one that its ID names.
    private static final int TRIES_IN_VAIN = 16;
    private static final long NANOS_IN_VAIN = 1_000_000_000L;
    /// So long packets verify under a superseded key, and none comes under the later one, before that is looked into.
    private static final long NANOS_DISPUTED = 1_000_000_000L;

    /// Idle time counts from here (monotonic nanoseconds).
    private long usedNanos;
    private long opened;
    private int inVain;
    /// Which history of its line it belongs to ([KeyOrder#reinstate]).
    private long epoch;
    /// When the first packet came under it since a later key of its line opened one; NEVER if none has.
    private long disputedSince = KeyOrder.NEVER;
    /// The losses when the first packet came that was no longer the stream's; nothing that follows is a loss.
    private OptionalLong lostInAll = OptionalLong.empty();
    /// Its place among the keys that opened something, 0 before.
    private long place;
    /// No packet of its stream that is under way comes later (monotonic nanoseconds).
    private long lastStraggler = KeyOrder.NEVER;

    public DecryptionKey(Origin origin, BaseKey baseKey, int windowPackets, long usableFromNanos) {
        this.origin = origin;
        this.opener = new Opener(origin.keyId, origin.suite, baseKey,
                origin.line.stream().value().getBytes(StandardCharsets.UTF_8), windowPackets);
        this.fingerprint = baseKey.fingerprint();
        this.usedNanos = usableFromNanos;
    }

    /// Where a key came from, and what was said with it.
    ///
    /// @param number its place among the keys of its line, 0 if it is not known
    /// @param sender the content server that had it made; empty if it is not known
    /// @param verificationKey by which its packets are told to be the content server's; empty where it does not sign
    /// @param announced whether it was fetched ahead of its use
    public record Origin(KeyId keyId, KeyLine line, CipherSuite suite, long number, Optional<NodeName> sender,
            Optional<VerificationKey> verificationKey, NodeName from, Instant fetched, boolean announced) {

        public KeyName name() {
            return new KeyName(keyId, line, number);
        }
    }

    public Origin origin() {
        return origin;
    }

    public StreamName stream() {
        return origin.line.stream();
    }

    public KeyLine line() {
        return origin.line;
    }

    public Opener opener() {
        return opener;
    }

    /// From now on only what the content server vouches for counts as its own (R29).
    public void prove(ProofQueue queue) {
        proof = Optional.of(queue);
    }

    /// Where its packets wait to be vouched for; null if nobody asks for that.
    @Nullable
    public ProofQueue proofOrNull() {
        return proof.orElse(null);
    }

    public String fingerprint() {
        return fingerprint;
    }

    public long opened() {
        return opened;
    }

    public long usedNanos() {
        return usedNanos;
    }

    /// The key has opened its first packet, and is the key of that number in its line to do so.
    void tookOver(long number) {
        place = number;
    }

    public long number() {
        return origin.number;
    }

    long epoch() {
        return epoch;
    }

    /// The key counts as one of that history of its line.
    void join(long newEpoch) {
        epoch = newEpoch;
        disputedSince = KeyOrder.NEVER;
        lostInAll = OptionalLong.empty();
    }

    /// Whether its stream took this one into use after the other. Where numbers do not tell, keys are taken to be used in
    /// the order in which they opened their first packets: a key server of an earlier version gives none, and one that was
    /// put back to an older state while the content server was started anew gives some a second time.
    public boolean cameAfter(DecryptionKey other) {
        if (epoch != other.epoch) {
            return epoch > other.epoch;
        }
        boolean isOrdered = origin.number != 0 && other.origin.number != 0 && origin.number != other.origin.number;
        return isOrdered ? origin.number > other.origin.number : other.place > 0 && place > other.place;
    }

    /// @param nanos when the first packet under a later key of its line came, or [KeyOrder#NEVER]
    void superseded(long nanos) {
        lastStraggler = nanos == KeyOrder.NEVER ? KeyOrder.NEVER : nanos + KeyOrder.STRAGGLING_NANOS;
    }

    /// Whether a later key of its line has opened packets.
    public boolean isSuperseded() {
        return lastStraggler != KeyOrder.NEVER;
    }

    /// Whether a packet that came then may be the stream's own.
    public boolean mayOpen(long arrived) {
        return lastStraggler == KeyOrder.NEVER || arrived - lastStraggler <= 0;
    }

    /// Packets of the stream that never came.
    public long lost() {
        return lostInAll.orElseGet(opener::lost);
    }

    /// From now on packets under it are not the stream's.
    public void ended() {
        if (lostInAll.isEmpty()) {
            lostInAll = OptionalLong.of(opener.lost());
        }
    }

    /// Only a packet whose tag verified comes here.
    public void used(long nanos) {
        usedNanos = opened == 0 ? nanos : Math.max(usedNanos, nanos);
        opened++;
    }

    /// A packet that came then verified, although a later key has taken over for good.
    ///
    /// @param later when the later key opened its last packet, if it is known
    /// @return whether such packets have come for a while, and nothing under the later key meanwhile
    boolean disputed(long arrived, OptionalLong later) {
        usedNanos = Math.max(usedNanos, arrived);
        boolean isAnswered = later.isPresent() && later.getAsLong() - disputedSince >= 0;
        if (disputedSince == KeyOrder.NEVER || isAnswered) {
            disputedSince = arrived;
        }
        return arrived - disputedSince >= NANOS_DISPUTED;
    }

    /// A packet's tag has not verified.
    ///
    /// @return whether it is to be doubted that this is the right key: it has opened nothing, though it has been tried
    ///         often and for a while
    public boolean failed(long nanos) {
        inVain++;
        return opened == 0 && inVain >= TRIES_IN_VAIN && nanos - usedNanos >= NANOS_IN_VAIN;
    }

    /// The stream says that the key's use begins at that moment at the earliest, so that it is not idle before.
    public void awaited(long usableFromNanos) {
        usedNanos = Math.max(usedNanos, usableFromNanos);
    }

    @Override
    public void close() {
        proof.ifPresent(ProofQueue::close);
        opener.close();
    }

    @Override
    public String toString() {
        return "DecryptionKey[" + origin.keyId + " of " + origin.line + "]";
    }
}
