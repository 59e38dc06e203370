package org.kagicast.keyserver.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.rpc.ChangeConfirmer;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.LastingCall;
import org.kagicast.time.Time;

/// Keeps a slave's copy in step with its master's key table (R15): asks for what comes after the copy's revision,
/// however often the connection breaks, and starts over with the copy when the master's table is another one. It is the
/// copy's only writer. Its monitor guards what it knows of the master. Safe for use by several threads.
public final class MasterFollowing implements AutoCloseable {

    /// A few signs of life missing.
    private static final Duration SILENCE = ChangeFeeds.BEAT.multipliedBy(4);
    /// Being behind for a moment is nothing to speak of.
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final ReplicaTable copy;
    private final Time time;
    private final LastingCall<WatchChangesRequest, TableChanges> call;
    private final Listener listener;
    private final ChangeConfirming confirming;
    private boolean hearsMaster;
    private long head;
    private Optional<Instant> since;
    /// The moment of `since`, or an earlier one, on the monotonic clock.
    private long sinceNanos;
    private long heardNanos;
    private Optional<String> copyTrouble = Optional.empty();
    /// What the copy was before it began anew, until that is told.
    private Optional<Former> former = Optional.empty();
    /// Of the current call.
    private boolean isFirst = true;
    private long wholeAt;
    private String trouble = "The key master has not answered yet: check that it runs and can be reached.";
    /// What was told of it since the master was last heard.
    private Optional<String> told = Optional.empty();
    /// As far as the master has said. Written under the monitor.
    private volatile boolean isRevoked;

    /// Who hears what comes of it.
    public interface Listener {

        /// The master is heard from, for the first time or again.
        ///
        /// @param isBack whether it was told that it is not heard
        void onMaster(boolean isBack);

        /// The master is not heard, for the reason told in one sentence. Told once for each reason.
        void onLost(String sentence);

        /// The master says that this slave is revoked. Told once, until it is heard again.
        void onRevoked();

        /// The copy was of another table than the master's, or of another history of it, and begins anew. Told again with
        /// the next message if it throws.
        void onReplaced(Former former, String tableId);
    }

    /// What a copy was.
    ///
    /// @param isForeign whether the master's table is the same, but never was what the copy was
    public record Former(String tableId, long revision, boolean isForeign) {}

    /// @param copy   stays with the caller
    /// @param master stays with the caller
    /// @param randomness spreads how soon many slaves that lost one master ask it again
    public MasterFollowing(ReplicaTable copy, Connection master, Time time, RandomGenerator randomness,
            Executor executor, Listener listener) {
        this.copy = copy;
        this.listener = listener;
        this.time = time;
        this.confirming = new ChangeConfirming(new ChangeConfirmer(master), time, executor);
        this.since = copy.foundAsOf().or(() -> Optional.of(time.now()));
        this.heardNanos = time.nanos();
        this.sinceNanos = heardNanos - since.map(then -> Math.max(0, Duration.between(then, time.now()).toNanos()))
                .orElse(0L);
        this.call = new LastingCall<>(master, ReplicationServiceGrpc.getWatchChangesMethod(), new Reading(), time,
                executor, SILENCE, randomness);
    }

    /// Begins to follow; returns at once.
    public void start() {
        call.start();
    }

    /// How the copy stands to the master's table.
    public synchronized CopyState state() {
        return new CopyState(hearsMaster, behind(), since);
    }

    /// Whether the master has said that this slave is revoked, and has not been heard since.
    public boolean isRevoked() {
        return isRevoked;
    }

    /// For how long nothing has come from the master; empty while it is heard, also where the copy cannot store what it says.
    public synchronized Optional<Duration> silence() {
        return hearsMaster || copyTrouble.isPresent()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(time.nanos() - heardNanos));
    }

    /// What is wrong with the copy, in one sentence; empty when nothing is.
    public synchronized Optional<String> problem() {
        Duration late = since.isEmpty() ? Duration.ZERO : Duration.ofNanos(time.nanos() - sinceNanos);
        if (!hearsMaster) {
            return Optional.of(copyTrouble.orElse(trouble) + (copy.isWhole()
                    ? " The keys here are as of " + shown(late) + " ago."
                    : " The copy of the key table here is not whole, so no client is answered meanwhile."));
        }
        if (late.compareTo(WORTH_TELLING) < 0) {
            return Optional.empty();
        }
        if (!copy.isWhole()) {
            return Optional.of("The copy of the key table here is being made anew, and clients are answered by the key "
                    + "master alone until it is whole: " + behind() + " revisions are still to come.");
        }
        return Optional.of("The key table here has been behind the key master's for " + shown(late) + ", by now "
                + behind() + (behind() == 1 ? " revision" : " revisions")
                + ": see whether this machine is overloaded.");
    }

    private long behind() {
        return Math.max(0, head - copy.revision());
    }

    private static String shown(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }

    /// Follows no more; the copy stays as it is. Twice is harmless.
    @Override
    public void close() {
        call.close();
        notHeard("This key slave is stopped: start it again.");
    }

    private synchronized void notHeard(String sentence) {
        if (hearsMaster) {
            hearsMaster = false;
            isBehindFromNow();
        }
        trouble = sentence;
    }

    private synchronized void lost(LastingCall.Loss loss) {
        notHeard(loss.sentence());
        if (loss.refusal().filter(RefusalReason.REVOKED::equals).isPresent()) {
            if (!isRevoked) {
                isRevoked = true;
                listener.onRevoked();
            }
            return;
        }
        String why = copyTrouble.orElse(loss.sentence());
        if (!told.equals(Optional.of(why))) {
            told = Optional.of(why);
            listener.onLost(why);
        }
    }

    /// What is wrong is here, not at the master.
    private synchronized void notStored(OperatorException fault) {
        copyTrouble = Optional.of(String.valueOf(fault.getMessage()));
    }

    private synchronized void heard(long newHead) {
        if (!hearsMaster) {
            confirming.startOver();
            listener.onMaster(isRevoked || told.isPresent());
        }
        hearsMaster = true;
        isRevoked = false;
        told = Optional.empty();
        copyTrouble = Optional.empty();
        head = newHead;
        heardNanos = time.nanos();
        if (behind() == 0) {
            since = Optional.empty();
        } else {
            isBehindFromNow();
        }
    }

    /// Unless it is behind already.
    private void isBehindFromNow() {
        if (since.isEmpty()) {
            since = Optional.of(time.now());
            sinceNanos = time.nanos();
        }
    }

    private void take(TableChanges message) {
        if (isFirst) {
            isFirst = false;
            wholeAt = message.getHeadRevision();
        }
        boolean isAnother = !message.getTableId().equals(copy.tableId());
        if (isAnother || (message.getAfterRevision() == 0 && copy.revision() != 0)) {
            startOver(message, isAnother);
        }
        former.ifPresent(lost -> {
            listener.onReplaced(lost, message.getTableId());
            former = Optional.empty();
        });
        if (message.getAfterRevision() != copy.revision()) {
            throw new IllegalStateException("changes after revision " + message.getAfterRevision()
                    + " do not follow revision " + copy.revision());
        }
        boolean becomesWhole = !copy.isWhole() && message.getRevision() >= wholeAt;
        if (message.getRevision() > copy.revision() || becomesWhole) {
            apply(message);
        }
    }

    /// That it is told comes second: what the copy holds may be wrong.
    private void startOver(TableChanges message, boolean isAnother) {
        if (message.getForeignHistory() || (isAnother && !copy.tableId().isEmpty())) {
            former = former.or(
                    () -> Optional.of(new Former(copy.tableId(), copy.revision(), message.getForeignHistory())));
        }
        copy.startOver(message.getTableId());
    }

    private void apply(TableChanges message) {
        List<TableChange> changes = new ArrayList<>();
        try {
            message.getChangesList().forEach(change -> changes.add(ChangeReader.read(change)));
            copy.apply(changes, new ReplicaTable.Reached(message.getRevision(), message.getEpoch(),
                    message.getRevision() >= wholeAt));
        } finally {
            changes.forEach(TableChange::close);
        }
    }

    /// What the master could not store, once everything is here that it could; before, also those of whom a part tells that
    /// could not be stored here.
    private void revokeUnstored(TableChanges message) {
        Set<Member> unstored = message.getUnstoredList().stream().map(ChangeReader::member)
                .collect(Collectors.toUnmodifiableSet());
        if (copy.revision() < message.getHeadRevision()) {
            revoke(unstored);
        } else if (!unstored.equals(copy.unstored())) {
            copy.revokeUnstored(unstored);
        }
    }

    private void revoke(Collection<Member> more) {
        if (!copy.unstored().containsAll(more)) {
            copy.revokeUnstored(
                    Stream.concat(copy.unstored().stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /// Whom a message calls revoked, be it in the log or not.
    private static Stream<Member> revoked(TableChanges message) {
        return Stream.concat(message.getUnstoredList().stream(),
                message.getChangesList().stream().filter(org.kagicast.proto.TableChange::hasRevocation)
                        .map(org.kagicast.proto.TableChange::getRevocation)
                        .filter(revocation -> !revocation.getReinstated()))
                .map(ChangeReader::member);
    }

    private final class Reading implements LastingCall.Reader<WatchChangesRequest, TableChanges> {

        @Override
        public WatchChangesRequest request() {
            isFirst = true;
            return WatchChangesRequest.newBuilder().setTableId(copy.tableId()).setAfterRevision(copy.revision())
                    .setEpoch(copy.epoch()).build();
        }

        @Override
        public void onMessage(TableChanges message) {
            try {
                take(message);
            } catch (OperatorException notStored) {
                notStored(notStored);
                revoke(revoked(message).toList());
                throw notStored;
            }
            revokeUnstored(message);
            heard(message.getHeadRevision());
            confirming.reached(copy.tableId(), copy.revision());
        }

        @Override
        public void onLost(String sentence) {
            notHeard(sentence);
        }

        @Override
        public void onLost(LastingCall.Loss loss) {
            lost(loss);
        }
    }
}
