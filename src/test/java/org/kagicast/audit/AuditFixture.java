package org.kagicast.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

/// A log in a folder, and a way past its own code into its lines.
final class AuditFixture {

    static final StreamName NEWS = new StreamName("news");
    static final Identity ALICE = Identity.parse("spiffe://lab/client/alice");
    static final Identity OPERATOR = Identity.parse("spiffe://lab/operator/olga");

    final ManualTime time = new ManualTime();
    final Path log;
    final AuditFiles files;

    AuditFixture(Path folder) {
        log = folder.resolve("audit.jsonl");
        files = new AuditFiles(log);
    }

    AuditLog open() {
        return AuditLog.open(log, AuditSettings.DEFAULT, time);
    }

    /// Puts a file aside as soon as it has so many bytes.
    AuditLog openRotating(long bytes) {
        return AuditLog.open(log,
                new AuditSettings(bytes, 4_096, Duration.ofSeconds(2), 8_192, AuditAction.ABOUT_TRUST),
                time);
    }

    /// A closed log of so many entries.
    AuditFixture write(int entries) {
        try (AuditLog opened = open()) {
            for (int i = 1; i <= entries; i++) {
                opened.record(given(i));
            }
        }
        return this;
    }

    static AuditEvent given(long keyId) {
        return AuditEvent.keyGiven(ALICE, new KeyLine(NEWS), new KeyId(keyId));
    }

    static AuditEvent granted() {
        return AuditEvent.granted(OPERATOR, ALICE, new KeyLine(NEWS));
    }

    AuditVerification verify() {
        return AuditVerifier.verify(log);
    }

    List<String> lines() {
        return lines(log);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes the lines of the current file.
    void tamper(Consumer<List<String>> how) {
        List<String> lines = new ArrayList<>(lines());
        how.accept(lines);
        try {
            Files.writeString(log, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
