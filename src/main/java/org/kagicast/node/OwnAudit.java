package org.kagicast.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import org.kagicast.audit.AuditPin;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.model.OperatorException;

/// The audit log that a node writes, for operators to have verified. Each time all of it is read, so this is done once at
/// a time. Safe for use by several threads.
public final class OwnAudit {

    private final Path log;
    private final Semaphore turn = new Semaphore(1);

    public OwnAudit(Path log) {
        this.log = log;
    }

    /// @throws OperatorException if somebody else has it verified now, or it cannot be read
    AuditVerification verify(Optional<AuditPin> pin) {
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
