package org.kagicast.node.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.kagicast.audit.AuditLog;
import org.kagicast.audit.AuditSettings;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.model.OperatorException;
import org.kagicast.pki.files.OwnerOnlyFiles;
import org.kagicast.time.Time;

/// The folder in which a key server, key master or key slave keeps what must outlive it, and what lies where in it.
public record DataFolder(Path path) {

    /// The table of a key server or key master.
    Path keyTable() {
        return path.resolve("keys.db");
    }

    /// A key slave's copy.
    Path copy() {
        return path.resolve("copy.db");
    }

    Path audit() {
        return path.resolve("audit.jsonl");
    }

    /// Makes the folder, for its owner alone, unless it is there.
    ///
    /// @throws OperatorException if it cannot be made
    void create() {
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                OwnerOnlyFiles.createFolder(path);
            }
        } catch (IOException e) {
            throw new OperatorException("The folder " + path + " cannot be made: see that you may write there.", e);
        }
    }

    /// The KEK file of a database, made together with it: whoever makes one for a database that is there already would
    /// only hide that the right one is missing.
    KekFile kek(Path kek, Path database, SecureRandom randomness) {
        boolean isNew = !Files.exists(database) && !Files.exists(kek);
        return isNew ? KekFile.create(kek, randomness) : new KekFile(kek);
    }

    /// Opens the audit log, or begins it.
    AuditLog openAudit(Time time) {
        return AuditLog.open(audit(), AuditSettings.DEFAULT, time);
    }
}
