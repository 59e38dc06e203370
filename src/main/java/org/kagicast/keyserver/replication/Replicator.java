package org.kagicast.keyserver.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TableChanges;
import org.kagicast.proto.WatchChangesRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.ReconnectingStream;
import org.kagicast.rpc.keys.ChangeConfirmer;
import org.kagicast.time.Time;

/// Keeps a slave's copy in step with its master's key table (R15): asks for what comes after the copy's revision,
/// however often the connection breaks, and starts over with the copy when the master's table is another one. While the
/// copy cannot store what comes, the call is read on for who is revoked and who is reinstated, which counts in memory, and
/// opened anew now and then. It is the copy's only writer. Its monitor guards what it knows of the master. Safe for use by
/// several threads.
public final class Replicator implements AutoCloseable {

    /// A few signs of life missing.
    private static final Duration SILENCE = ChangeFeeds.BEAT.multipliedBy(4);
    /// Being behind for a moment is nothing to speak of.
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final ReplicaTable copy;
    private final Time time;
    private final ReconnectingStream<WatchChangesRequest, TableChanges> call;
    private final Listener listener;
    private final ChangeConfirming confirming;
    private boolean hearsMaster;
    private long head;
    private Optional<Instant> since;
    /// The moment of `since`, or an earlier one, on the monotonic clock.
    private long sinceNanos;
    private long heardNanos;
    /// Why what the master sends is not stored, and where the copy stood when that began.
    private Optional<CodedMessage> copyTrouble = Optional.empty();
    private long stuckAt;
    /// Whether the current call is only read for who is revoked and reinstated, since a message of it could not be stored.
    private boolean onlyReads;
    private final UnstoredWords unstored = new UnstoredWords();
    /// What the copy was before it began anew, until that is told.
    private Optional<Former> former = Optional.empty();
    /// Of the current call, as all that is written without the monitor: messages come one at a time.
    private boolean isFirst = true;
    private long wholeAt;
    private CodedMessage trouble = KeyServerMessage.MASTER_NOT_ANSWERED.with();
    /// What was told of it since the master was last heard, and whether that was ever that it is away.
    private Optional<CodedMessage> told = Optional.empty();
    private boolean toldAway;
    /// As far as the master has said. Written under the monitor.
    private volatile boolean isRevoked;

    /// Who hears what comes of it.
    public interface Listener {

        /// The master is heard from, for the first time or again.
        ///
        /// @param after what was told before
        void onMaster(Told after);

        /// The master is not heard, for the reason told in one sentence. Told once for each reason.
        void onLost(CodedMessage sentence);

        /// The master is heard, and what it sends cannot be stored here, for the reason told in one sentence. Told once for
        /// each reason.
        void onNotStored(CodedMessage sentence);

        /// What the master sends is stored again, after it was told that it is not.
        void onStoring();

        /// The master says that this slave is revoked. Told once, until it is heard again.
        void onRevoked();

        /// The copy was of another table than the master's, or of another history of it, and begins anew. Told again with
        /// the next message if it throws.
        void onReplaced(Former former, String tableId);
    }

    /// What was told of the master while it was not followed.
    public enum Told {
        /// Nothing.
        NOTHING,
        /// It was there, and refused this slave or failed.
        REFUSAL,
        /// It was not heard.
        ABSENCE
    }

    /// What a copy was.
    ///
    /// @param isForeign whether the master's table is the same, but never was what the copy was
    public record Former(String tableId, long revision, boolean isForeign) {}

    /// @param copy   stays with the caller
    /// @param master stays with the caller
    /// @param randomness spreads how soon many slaves that lost one master ask it again
    public Replicator(ReplicaTable copy, Connection master, Time time, RandomGenerator randomness,
            Executor executor, Listener listener) {
        this.copy = copy;
        this.listener = listener;
        this.time = time;
        this.confirming = new ChangeConfirming(new ChangeConfirmer(master), time, executor);
        this.since = copy.foundAsOf().or(() -> Optional.of(time.now()));
        this.heardNanos = time.nanos();
        this.sinceNanos = heardNanos - since.map(then -> Math.max(0, Duration.between(then, time.now()).toNanos()))
                .orElse(0L);
        this.call = new ReconnectingStream<>(master, ReplicationServiceGrpc.getWatchChangesMethod(), new Reading(),
                time,
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

    /// For how long nothing has come from the master; empty while it is heard, also where the copy cannot store what it
    /// says.
    public synchronized Optional<Duration> silence() {
        return hearsMaster ? Optional.empty() : Optional.of(Duration.ofNanos(time.nanos() - heardNanos));
    }

    /// What is wrong with the copy, in one sentence; empty when nothing is.
    public synchronized Optional<CodedMessage> problem() {
        Duration late = since.isEmpty() ? Duration.ZERO : Duration.ofNanos(time.nanos() - sinceNanos);
        if (!hearsMaster) {
            CodedMessage reason = copyTrouble.map(why -> why.then(trouble)).orElse(trouble);
            return Optional.of(reason.then(copy.isWhole()
                    ? KeyServerMessage.KEYS_AS_OF.with(late)
                    : KeyServerMessage.COPY_NOT_WHOLE.with()));
        }
        if (copyTrouble.isPresent()) {
            return copyTrouble.map(why -> why.then(KeyServerMessage.NOT_STORED.with()).then(copy.isWhole()
                    ? KeyServerMessage.LATER_KEYS_AT_MASTER.with(late)
                    : KeyServerMessage.MASTER_ANSWERS_ALONE.with()));
        }
        if (late.compareTo(WORTH_TELLING) < 0) {
            return Optional.empty();
        }
        return Optional.of(copy.isWhole()
                ? KeyServerMessage.COPY_BEHIND.with(late, behind())
                : KeyServerMessage.COPY_BEING_MADE.with(behind()));
    }

    private long behind() {
        return Math.max(0, head - copy.revision());
    }

    /// Follows no more; the copy stays as it is. Twice is harmless.
    @Override
    public void close() {
        call.close();
        notHeard(KeyServerMessage.SLAVE_STOPPED.with());
    }

    private synchronized void notHeard(CodedMessage sentence) {
        if (hearsMaster) {
            hearsMaster = false;
            isBehindFromNow();
        }
        trouble = sentence;
    }

    private synchronized void lost(ReconnectingStream.Loss loss) {
        if (loss.side() == ReconnectingStream.Side.READER) {
            notStored(loss.sentence());
            return;
        }
        notHeard(loss.sentence());
        if (loss.refusal().filter(RefusalReason.REVOKED::equals).isPresent()) {
            if (!isRevoked) {
                isRevoked = true;
                listener.onRevoked();
            }
            return;
        }
        toldAway |= loss.side() == ReconnectingStream.Side.AWAY;
        if (!told.equals(Optional.of(loss.sentence()))) {
            told = Optional.of(loss.sentence());
            listener.onLost(loss.sentence());
        }
    }

    /// What is wrong is here, not at the master.
    private synchronized void notStored(CodedMessage why) {
        if (copyTrouble.isEmpty()) {
            stuckAt = copy.revision();
        }
        isBehindFromNow();
        if (!copyTrouble.equals(Optional.of(why))) {
            copyTrouble = Optional.of(why);
            listener.onNotStored(why.then(KeyServerMessage.NOT_STORED.with()));
        }
    }

    private synchronized boolean isStuck() {
        return copyTrouble.isPresent();
    }

    private synchronized void heard(long newHead) {
        head = newHead;
        heardNanos = time.nanos();
        if (!hearsMaster) {
            confirming.startOver();
            listener.onMaster(toldAway ? Told.ABSENCE : isRevoked || told.isPresent() ? Told.REFUSAL : Told.NOTHING);
        }
        hearsMaster = true;
        isRevoked = false;
        told = Optional.empty();
        toldAway = false;
        if (copyTrouble.isPresent() && !onlyReads && (behind() == 0 || copy.revision() != stuckAt)) {
            copyTrouble = Optional.empty();
            listener.onStoring();
        }
        if (behind() == 0 && copyTrouble.isEmpty()) {
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

    /// What the master could not store, once everything is here that it could; before, also what a part tells that could not
    /// be stored here.
    private void overlayUnstored(TableChanges message) {
        Map<Member, Trust> masters = UnstoredWords.unstored(message);
        if (copy.revision() < message.getHeadRevision()) {
            Map<Member, Trust> more = new HashMap<>(copy.overlaid());
            more.putAll(masters);
            overlay(more);
        } else {
            overlay(masters);
        }
    }

    private void overlay(Map<Member, Trust> words) {
        if (!words.equals(copy.overlaid())) {
            copy.overlay(words);
        }
    }

    private final class Reading implements ReconnectingStream.Reader<WatchChangesRequest, TableChanges> {

        @Override
        public WatchChangesRequest request() {
            isFirst = true;
            onlyReads = false;
            return WatchChangesRequest.newBuilder().setTableId(copy.tableId()).setAfterRevision(copy.revision())
                    .setEpoch(copy.epoch()).setNotStoring(isStuck()).build();
        }

        @Override
        public void onMessage(TableChanges message) {
            Optional<OperatorException> fault = onlyReads ? Optional.empty() : notTaken(message);
            if (fault.isPresent()) {
                onlyReads = true;
                unstored.begin(message, copy.tableId(), copy.revision());
                call.openAnewLater();
            }
            if (onlyReads) {
                overlay(unstored.read(message, copy.overlaid()));
            } else {
                overlayUnstored(message);
            }
            heard(message.getHeadRevision());
            fault.ifPresent(told -> notStored(told.coded()));
            confirming.reached(copy.tableId(), copy.revision(), isStuck());
        }

        private Optional<OperatorException> notTaken(TableChanges message) {
            try {
                take(message);
                return Optional.empty();
            } catch (OperatorException fault) {
                return Optional.of(fault);
            } catch (RuntimeException fault) {
                overlay(UnstoredWords.shutOut(message, copy.overlaid()));
                throw fault;
            }
        }

        @Override
        public void onLost(CodedMessage sentence) {
            notHeard(sentence);
        }

        @Override
        public void onLost(ReconnectingStream.Loss loss) {
            lost(loss);
        }
    }
}
