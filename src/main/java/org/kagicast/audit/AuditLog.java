package org.kagicast.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.kagicast.audit.AuditWriter.Command;
import org.kagicast.audit.AuditWriter.End;
import org.kagicast.audit.AuditWriter.Look;
import org.kagicast.audit.AuditWriter.Tick;
import org.kagicast.audit.AuditWriter.Write;
import org.kagicast.files.CloseStack;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.FullDisk;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StorageMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An append-only log in files of JSON lines (0600), chained by hashes, its head signed at intervals and when it is
/// closed; [AuditVerifier] tells whether it is still what was written.
///
/// Callers of [#record] wait only for actions that are synced ([AuditSettings]), or when the queue is full: nothing is
/// dropped. A thread of its own writes. When the disk fails or is full, [#record] throws and what [#submit] gave fails,
/// so that what cannot be audited is not done, but for shutting a member out; it goes on once there is room again.
///
/// When the disk runs short, sums of refusals are put off first ([#offer]), then keys are no longer given ([#record]); what
/// is about to be done ([#submit]) is written as long as there is any room, since whoever does it asks for room before.
public final class AuditLog implements AuditSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private final AuditFiles files;
    private final AuditSettings settings;
    private final AuditKeeper keeper;
    private final Time time;
    private final BlockingQueue<Command> queue;
    private final ProcessLock lock;
    private final AuditFile file;
    private final AuditWriter writer;
    private final DiskRoom room;
    private final Thread thread;
    private final Time.Scheduled ticking;
    private final Time.Scheduled looking;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final Optional<TableMoment> table;
    private boolean closed;

    private AuditLog(AuditFiles files, AuditFile.Opening opening, AuditOpening.Found found, AuditKey key,
            AuditSettings settings, AuditKeeper keeper, DiskRoom room, ProcessLock lock, Time time)
            throws IOException {
        this.files = files;
        this.settings = settings;
        this.keeper = keeper;
        this.time = time;
        this.lock = lock;
        this.table = found.table();
        this.file = new AuditFile(files, opening, keeper, found.firstSequence(), found.length());
        this.queue = new ArrayBlockingQueue<>(settings.queued());
        this.room = room;
        this.writer = new AuditWriter(files, file, key, settings, room, queue, found);
        this.thread = Thread.ofPlatform().name("audit-log-writer").daemon().start(writer);
        // When the queue is full, the writer is busy, and a later tick will do.
        this.ticking = time.every(settings.headInterval(), Runnable::run, this::tick);
        this.looking = time.every(LOOKING, Runnable::run, this::look);
    }

    /// Opens a log with the key that lies beside it, making both if there is no log.
    public static AuditLog open(Path log, AuditSettings settings, Time time) {
        return open(log, AuditKey.at(new AuditFiles(log).key()), settings, time);
    }

    /// Opens a log, or makes it if there is none. A last line that a crash left half-written is cut off.
    ///
    /// @param log the current file, `….jsonl`
    /// @throws OperatorException if the log is broken, in use, or cannot be written
    public static AuditLog open(Path log, AuditKey key, AuditSettings settings, Time time) {
        return open(log, AuditFile.WRITING, key, settings, AuditKeeper.KEY_SERVER, DiskRoom.AMPLE, time);
    }

    /// As [#open(Path, AuditSettings, Time)], on a disk whose room is watched.
    public static AuditLog open(Path log, AuditSettings settings, AuditKeeper keeper, DiskRoom room, Time time) {
        AuditFiles files = new AuditFiles(log);
        AuditKey key;
        try {
            key = AuditKey.at(files.key());
        } catch (OperatorException unusable) {
            throw FullDisk.isAt(log) ? diskIsFull(log, unusable) : unusable;
        }
        return open(log, AuditFile.WRITING, key, settings, keeper, room, time);
    }

    /// @param opening opens the files that are written
    static AuditLog open(Path log, AuditFile.Opening opening, AuditKey key, AuditSettings settings,
            AuditKeeper keeper, DiskRoom room, Time time) {
        try {
            return open(new AuditFiles(log), opening, key, settings, keeper, room, time);
        } catch (IOException e) {
            if (room.giveUp()) {
                return open(log, opening, key, settings, keeper, room, time);
            }
            throw FullDisk.isAt(log)
                    ? diskIsFull(log, e)
                    : new OperatorException("The audit log " + log
                            + " cannot be written: let this user write the file and its folder.", e);
        }
    }

    private static OperatorException diskIsFull(Path log, Exception e) {
        return new OperatorException(FullDisk.sentence("the audit log " + log), e);
    }

    private static AuditLog open(AuditFiles files, AuditFile.Opening opening, AuditKey key, AuditSettings settings,
            AuditKeeper keeper, DiskRoom room, Time time) throws IOException {
        Path log = files.current();
        try (CloseStack parts = new CloseStack()) {
            PrivateFiles.createFolder(files.folder());
            ProcessLock lock = parts.add(ProcessLock.take(log).orElseThrow(() -> new OperatorException(
                    "The audit log " + log + " is in use by another program: stop that one first.")));
            AuditOpening.Found found = AuditOpening.find(files, key, time.now());
            AuditLog opened = new AuditLog(files, opening, found, key, settings, keeper, room, lock, time);
            parts.release();
            return opened;
        }
    }

    /// What the log knew of the key table when it was opened: which it was, and the latest revision that was noted.
    public Optional<TableMoment> table() {
        return table;
    }

    @Override
    public void record(AuditEvent event) {
        if (!writer.admits(Need.WAITED_FOR) && event.action() != AuditAction.NOT_DONE) {
            throw full();
        }
        if (settings.synced().contains(event.action())) {
            await(submit(event));
        } else {
            put(event, Optional.empty());
        }
    }

    @Override
    public CompletableFuture<?> submit(AuditEvent event) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        put(event, Optional.of(answered));
        return answered;
    }

    @Override
    public boolean offer(AuditEvent event) {
        if (!writer.admits(Need.USUAL)) {
            return false;
        }
        life.readLock().lock();
        try {
            refuseIfAtFault(event.action());
            return queue.offer(new Write(time.now(), event, Optional.empty()));
        } finally {
            life.readLock().unlock();
        }
    }

    private void put(AuditEvent event, Optional<CompletableFuture<Void>> answered) {
        life.readLock().lock();
        try {
            refuseIfAtFault(event.action());
            queue.put(new Write(time.now(), event, answered));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the action was audited", e);
        } finally {
            life.readLock().unlock();
        }
    }

    /// As long as a quarter of the queue is free, far more than event loops could fill between asking this and
    /// recording, and the action is not one that is synced.
    @Override
    public boolean takesAtOnce(AuditAction action) {
        return queue.remainingCapacity() > settings.queued() / 4 && !settings.synced().contains(action);
    }

    /// In the same words however much is left, so that whoever is refused again can tell that it is for the same reason.
    private OperatorException full() {
        return new OperatorException(
                StorageMessage.AUDIT_DISK_FULL.with(files.current(), keeper.refusal().with()));
    }

    /// What keeps the log from being written, that it is not where it is looked for, or that its disk runs short.
    @Override
    public Optional<CodedMessage> problem() {
        return writer.fault().map(OperatorException::coded).or(this::displaced)
                .or(this::shortOfRoom);
    }

    @Override
    public Optional<CodedMessage> displaced() {
        return file.displaced();
    }

    /// Whether the log could be written the last time, to where it is looked for.
    public boolean isWritten() {
        return writer.fault().isEmpty() && displaced().isEmpty();
    }

    private Optional<CodedMessage> shortOfRoom() {
        DiskRoom.Left left = room.left();
        if (!left.hasReserve()) {
            StorageMessage consequence = writer.admits(Need.WAITED_FOR) ? keeper.whenShort() : keeper.whenShorter();
            return Optional.of(StorageMessage.AUDIT_DISK_SHORT.with(files.current(), left.percentFull(),
                    left.freeText(), consequence.with()));
        }
        return left.isLittle()
                ? Optional.of(StorageMessage.AUDIT_DISK_LITTLE.with(files.current(), left.percentFull(),
                        left.freeText()))
                : Optional.empty();
    }

    /// That something was not done is taken in all the same, and written when that is possible again.
    private void refuseIfAtFault(AuditAction action) {
        if (closed) {
            throw new IllegalStateException("the audit log is closed");
        }
        if (action == AuditAction.NOT_DONE) {
            return;
        }
        writer.fault().ifPresent(fault -> {
            throw new OperatorException(fault.coded(), fault);
        });
    }

    /// No interrupt breaks the wait: what is being written is answered.
    private static void await(CompletableFuture<?> answered) {
        try {
            answered.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OperatorException told ? told : e;
        }
    }

    private void look() {
        boolean taken = queue.offer(new Look(time.now()));
        LOG.trace("time to look after the file: {}", taken);
    }

    private void tick() {
        room.look();
        boolean taken = queue.offer(new Tick(time.now()));
        LOG.trace("time to sign the head: {}", taken);
    }

    /// Writes what is queued, signs the head, and lets go of the file. Twice is harmless.
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ticking.cancel();
            looking.cancel();
            queue.put(new End(time.now()));
            thread.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the audit log could not be closed", e);
        } finally {
            life.writeLock().unlock();
            lock.close();
        }
    }
}
