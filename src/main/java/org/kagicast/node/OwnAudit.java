package org.kagicast.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

import org.kagicast.audit.AuditEvent;
import org.kagicast.audit.AuditPin;
import org.kagicast.audit.AuditSink;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.model.OperatorException;

/// The audit log that a node writes: what operators order here goes into it, and they can have it verified. Each time all
/// of it is read, so this is done once at a time. Safe for use by several threads.
public final class OwnAudit {

    private final Path log;
    private final AuditSink sink;
    private final Semaphore turn = new Semaphore(1);

    /// @param log its file
    /// @param sink what writes it
    public OwnAudit(Path log, AuditSink sink) {
        this.log = log;
        this.sink = sink;
    }

    /// Notes what is about to be done, and returns when that is on the disk.
    ///
    /// @throws OperatorException if it cannot be noted: it is not to be done then
    void doing(AuditEvent event) {
        try {
            sink.submit(event).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException told ? told : e;
        }
    }

    /// What was noted could not be done.
    void notDone(AuditEvent event) {
        sink.record(event.notDone());
    }

    /// @throws OperatorException if somebody else has it verified now, it cannot be read, or another log lies in its place
    AuditVerification verify(Optional<AuditPin> pin) {
        sink.displaced().ifPresent(why -> {
            throw new OperatorException(why);
        });
        if (!turn.tryAcquire()) {
            throw new OperatorException("The audit log is being verified for somebody else: try again in a moment.");
        }
        try {
            return AuditVerifier.verify(log, pin);
        } finally {
            turn.release();
        }
    }
}
