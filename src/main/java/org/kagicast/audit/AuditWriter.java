package org.kagicast.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: gives entries their numbers and hashes, and what has queued up meanwhile goes into the
/// file, and on the disk, together.
///
/// Entries that could not be written are kept and tried again; until they are, no further ones are taken.
final class AuditWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final int MOST_AT_ONCE = 1_024;

    private final AuditFiles files;
    private final AuditFile file;
    private final AuditKey key;
    private final AuditSettings settings;
    private final BlockingQueue<Command> queue;
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
    private long sequence;
    private String hash;
    private long signed;
    private volatile @Nullable OperatorException fault;

    /// What the thread is asked for.
    sealed interface Command {
    }

    /// @param answered completed when the entry is on the disk, for callers that wait for that
    record Write(Instant at, AuditEvent event, Optional<CompletableFuture<Void>> answered) implements Command {}

    /// Time to sign, if there is something new.
    record Tick(Instant at) implements Command {}

    /// Write what is there, sign, and end.
    record End(Instant at) implements Command {}

    AuditWriter(AuditFiles files, AuditFile file, AuditKey key, AuditSettings settings, BlockingQueue<Command> queue,
            AuditOpening.Found found) {
        this.files = files;
        this.file = file;
        this.key = key;
        this.settings = settings;
        this.queue = queue;
        this.sequence = found.sequence();
        this.hash = found.hash();
        this.signed = found.signed();
    }

    /// What keeps the log from being written now.
    Optional<OperatorException> fault() {
        return Optional.ofNullable(fault);
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
        boolean toSync = false;
        Optional<Instant> toSign = Optional.empty();
        for (Command command : batch) {
            switch (command) {
                case Write write -> {
                    add(write);
                    toSync |= write.answered().isPresent();
                    toSign = sequence - signed >= settings.headEvery() ? Optional.of(write.at()) : toSign;
                }
                case Tick tick -> toSign = Optional.of(tick.at());
                case End end -> toSign = Optional.of(end.at());
            }
        }
        answer(batch, tried(toSync, toSign));
    }

    private void add(Write write) {
        sequence++;
        hash = AuditEntry.write(unwritten, sequence, write.at(), write.event(), hash);
    }

    private @Nullable OperatorException tried(boolean toSync, Optional<Instant> toSign) {
        try {
            file.append(unwritten.toByteArray());
            unwritten.reset();
            if (toSync) {
                file.sync();
            }
            if (toSign.isPresent() && sequence > signed) {
                sign(toSign.get());
            }
            if (file.length() >= settings.rotateAt()) {
                file.rotate(sequence + 1);
            }
            fault = null;
        } catch (IOException e) {
            if (fault == null) {
                LOG.error("The audit log {} cannot be written", files.current(), e);
            }
            fault = new OperatorException("The audit log " + files.current()
                    + " cannot be written, so nothing that is audited is done: make room on its disk, or look after it.",
                    e);
        }
        return fault;
    }

    /// A head never comes on the disk before what it signs.
    private void sign(Instant at) throws IOException {
        file.sync();
        SignedHead.sign(sequence, hash, at, key).write(files.head());
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
