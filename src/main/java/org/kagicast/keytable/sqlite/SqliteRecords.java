package org.kagicast.keytable.sqlite;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.kagicast.files.DiskRoom;
import org.kagicast.files.ProcessLock;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyRecords;
import org.kagicast.keytable.RunningTime;
import org.kagicast.model.KeyId;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;

/// What a key table and a slave's copy of one do alike: they read what is on the disk from memory, write with one thread,
/// and let go of everything in the same order.
abstract class SqliteRecords implements KeyRecords, AutoCloseable {

    final RecordSealer sealer;
    final TableCache committed;
    final GroupCommit writer;
    final RunningTime running;
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private final ProcessLock lock;
    private final Time.Scheduled looking;
    private volatile boolean closed;

    /// @param opened belongs to this object from now on
    /// @param room of its disk
    SqliteRecords(OpenTable opened, DiskRoom room, Time time) {
        this.sealer = opened.sealer();
        this.committed = opened.committed();
        this.running = new RunningTime(opened.row().running(), time);
        this.writer = new GroupCommit(opened.sql(), opened.faults(), committed, running, opened.seal(),
                opened.epoch(), room, opened.held());
        this.looking = time.every(LOOKING, Runnable::run, writer::look);
        this.lock = opened.lock();
    }

    @Override
    public String tableId() {
        return committed.identity();
    }

    @Override
    public long revision() {
        return committed.revision();
    }

    @Override
    public Optional<KeyRecord> find(KeyId keyId) {
        return closed ? Optional.empty() : committed.find(keyId).map(sealer::open);
    }

    @Override
    public Optional<KeyDescription> describe(KeyId keyId) {
        return committed.find(keyId).map(StoredKey::description);
    }

    @Override
    public List<KeyDescription> describeAll() {
        return committed.describeAll();
    }

    @Override
    public Set<Member> unstored() {
        return committed.unstored();
    }

    @Override
    public Optional<CodedMessage> problem() {
        return writer.problem().map(OperatorException::coded);
    }

    @Override
    public boolean isInPlace() {
        return writer.isInPlace();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        looking.cancel();
        writer.close();
        sealer.close();
        lock.close();
    }
}
