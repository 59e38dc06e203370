package org.kagicast.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.FullDisk;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: gives entries their numbers and hashes, and what has queued up meanwhile goes into the
/// file, and on the disk, together.
///
/// As long as another file lies where this one is to be found, or none, nothing is written beside it: neither a head, which
/// would not fit what lies there, nor a part put aside.
///
/// What cannot be written leaves no trace if somebody waits for it, since it is not done then. Other entries, which are of
/// what has been done already, are kept and tried again; until they are written, no further ones are taken.
final class AuditWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final int MOST_AT_ONCE = 1_024;

    private final AuditFiles files;
    private final AuditFile file;
    private final AuditKey key;
    private final AuditSettings settings;
    private final DiskRoom room;
    private final BlockingQueue<Command> queue;
    private final List<Write> kept = new ArrayList<>();
    private long sequence;
    private String hash;
    private long signed;
    private volatile @Nullable OperatorException fault;
    /// What must matter at least as much to be written now.
    private volatile Need least = Need.USUAL;

    /// What the thread is asked for.
    sealed interface Command {
    }

    /// @param answered completed when the entry is on the disk, for callers that wait for that
    record Write(Instant at, AuditEvent event, Optional<CompletableFuture<Void>> answered) implements Command {}

    /// Time to sign, if there is something new.
    record Tick(Instant at) implements Command {}

    /// Time to look whether the file is at its place.
    record Look(Instant at) implements Command {}

    /// Write what is there, sign, and end.
    record End(Instant at) implements Command {}

    AuditWriter(AuditFiles files, AuditFile file, AuditKey key, AuditSettings settings, DiskRoom room,
            BlockingQueue<Command> queue, AuditOpening.Found found) {
        this.files = files;
        this.file = file;
        this.key = key;
        this.settings = settings;
        this.room = room;
        this.queue = queue;
        this.sequence = found.sequence();
        this.hash = found.hash();
        this.signed = found.signed();
    }

    /// What keeps the log from being written now.
    Optional<OperatorException> fault() {
        return Optional.ofNullable(fault);
    }

    /// Whether there was room for that when something was last written or the time came to look.
    boolean admits(Need need) {
        return need.compareTo(least) >= 0;
    }

    private void lookForRoom() {
        least = room.admits(Need.USUAL) ? Need.USUAL : room.admits(Need.WAITED_FOR) ? Need.WAITED_FOR : Need.URGENT;
    }

    @Override
    public void run() {
        List<Command> batch = new ArrayList<>();
        try {
            for (boolean ends = false; !ends; batch.clear()) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                work(batch);
                ends = batch.stream().anyMatch(End.class::isInstance);
            }
        } catch (InterruptedException e) {
            LOG.debug("the audit log's writer was interrupted", e);
        } finally {
            fault = new OperatorException("The audit log " + files.current() + " is closed: start the program again.");
            queue.drainTo(batch);
            answer(batch, fault);
        }
    }

    private void work(List<Command> batch) {
        boolean isInPlace = file.isInPlaceNow();
        batch.removeIf(Look.class::isInstance);
        if (!isInPlace) {
            refuseWhatIsAboutToBeDone(batch);
        }
        if (!batch.isEmpty()) {
            write(batch, isInPlace);
        }
    }

    /// Nobody would find it where it is written now. What has been done all the same is written there: that may come back.
    private void refuseWhatIsAboutToBeDone(List<Command> batch) {
        List<Command> refused = batch.stream()
                .filter(command -> command instanceof Write write && write.answered().isPresent()).toList();
        answer(refused, new OperatorException(file.displaced().orElseThrow()));
        batch.removeAll(refused);
    }

    private void write(List<Command> batch, boolean isInPlace) {
        List<Write> writes = new ArrayList<>(kept);
        boolean isTimeToSign = false;
        for (Command command : batch) {
            switch (command) {
                case Write write -> writes.add(write);
                case Tick tick -> isTimeToSign = true;
                case Look look -> {
                    // It was looked.
                }
                case End end -> isTimeToSign = true;
            }
        }
        lookForRoom();
        try {
            writeIfNeedBeFromReserve(writes);
        } catch (IOException e) {
            OperatorException told = told(e);
            kept.clear();
            writes.stream().filter(write -> write.answered().isEmpty()).forEach(kept::add);
            answer(batch, told);
            return;
        }
        kept.clear();
        try {
            if (!isInPlace) {
                file.sync();
            } else {
                if (isTimeToSign) {
                    noteArchives(at(batch.getLast()));
                }
                tidyUp(isTimeToSign || sequence - signed >= settings.headEvery(), at(batch.getLast()));
            }
            if (fault != null) {
                fault = null;
                LOG.info("The audit log {} can be written again", files.current());
            }
        } catch (IOException e) {
            LOG.debug("{}", told(e).getMessage());
        }
        answer(batch, null);
    }

    private void writeIfNeedBeFromReserve(List<Write> writes) throws IOException {
        try {
            write(writes);
        } catch (IOException e) {
            if (!room.giveUp()) {
                throw e;
            }
            LOG.debug("The disk of the audit log {} is full; what was kept in reserve is used", files.current(), e);
            lookForRoom();
            write(writes);
        }
    }

    /// Adds entries, on the disk if somebody waits for that; all or none.
    private void write(List<Write> writes) throws IOException {
        if (writes.isEmpty()) {
            return;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(512 * writes.size());
        long last = sequence;
        String lastHash = hash;
        for (Write write : writes) {
            last++;
            lastHash = AuditEntry.write(lines, last, write.at(), write.event(), lastHash);
        }
        long before = file.length();
        try {
            file.append(lines.toByteArray());
            if (writes.stream().anyMatch(write -> write.answered().isPresent())) {
                file.sync();
            }
        } catch (IOException e) {
            file.takeBack(before);
            throw e;
        }
        sequence = last;
        hash = lastHash;
    }

    /// Writes down which parts were moved elsewhere. A crash in between has it written twice.
    private void noteArchives(Instant now) throws IOException {
        for (Path note : files.allNotesOfArchives()) {
            Optional<AuditEvent.Entries> moved = files.archived(note);
            if (moved.isPresent()) {
                write(List.of(new Write(now, AuditEvent.archived(moved.get()),
                        Optional.of(new CompletableFuture<>()))));
            }
            Files.delete(note);
        }
    }

    private static Instant at(Command command) {
        return switch (command) {
            case Write write -> write.at();
            case Tick tick -> tick.at();
            case Look look -> look.at();
            case End end -> end.at();
        };
    }

    /// Signs the head when its time has come, or to find out whether the disk can be written again, and puts a full file
    /// aside, with its end signed. If that fails, the entries stay what they are.
    private void tidyUp(boolean isTimeToSign, Instant now) throws IOException {
        if (isTimeToSign && (sequence > signed || fault != null)) {
            sign(now);
        }
        if (file.length() >= settings.rotateAt()) {
            file.sync();
            SignedCheckpoint.sign(sequence, hash, now, key)
                    .write(AuditFiles.checkpointOf(files.putAside(file.firstSequence())));
            file.rotate(sequence + 1);
        }
    }

    private OperatorException told(IOException e) {
        if (fault == null && FullDisk.isCause(e, files.current())) {
            LOG.error("The audit log {} cannot be written: its disk is full, make room on it", files.current());
        } else if (fault == null) {
            LOG.error("The audit log {} cannot be written", files.current(), e);
        }
        OperatorException told = new OperatorException(StorageMessage.AUDIT_UNWRITABLE.with(files.current()), e);
        fault = told;
        return told;
    }

    /// A head never comes on the disk before what it signs.
    private void sign(Instant at) throws IOException {
        file.sync();
        SignedCheckpoint.sign(sequence, hash, at, key).write(files.head());
        signed = sequence;
    }

    private static void answer(List<Command> batch, @Nullable OperatorException why) {
        for (Command command : batch) {
            if (command instanceof Write write) {
                write.answered().ifPresent(answered -> {
                    if (why == null) {
                        answered.complete(null);
                    } else {
                        answered.completeExceptionally(why);
                    }
                });
            }
        }
    }
}
