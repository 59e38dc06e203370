package org.kagicast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.audit.AuditFixture.given;
import static org.kagicast.audit.AuditFixture.granted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.model.OperatorException;

/// Parts of a log that are moved elsewhere.
class AuditArchiveTest {

    @TempDir
    private Path folder;
    private AuditFixture audit;
    private Path january;
    private Path february;

    @BeforeEach
    void make() {
        audit = new AuditFixture(folder.resolve("data"));
        january = folder.resolve("january");
        february = folder.resolve("february");
    }

    private void write(int entries) {
        try (AuditLog log = audit.openRotating(1_500)) {
            for (int i = 0; i < entries; i++) {
                log.record(granted());
            }
        }
    }

    private AuditArchive.Moved archive(Path to) {
        return AuditArchive.move(audit.log, to, 0, audit.time.now());
    }

    private static Intact intact(AuditVerification verification) {
        assertThat(verification).isInstanceOf(Intact.class);
        return (Intact) verification;
    }

    private static void assertBroken(AuditVerification verification, Fault fault) {
        assertThat(verification).isInstanceOfSatisfying(Broken.class,
                broken -> assertThat(broken.fault()).isEqualTo(fault));
    }

    @Test
    @DisplayName("R31 Closed parts are moved elsewhere and the log goes on; each archive verifies by itself, and all of them together")
    void archivesVerify() throws Exception {
        write(20);
        long first = archive(january).last();
        write(20);
        AuditArchive.Moved second = archive(february);
        write(1);

        assertThat(first).isPositive();
        assertThat(audit.files.allPutAside()).hasSizeLessThan(second.parts().size());
        Intact rest = intact(audit.verify());
        assertThat(rest.first()).isEqualTo(second.last() + 1);
        assertThat(rest.first() + rest.entries() - 1).as("both archivings are audited").isEqualTo(43);
        assertThat(intact(AuditVerifier.verify(List.of(january), Optional.empty())))
                .satisfies(archived -> assertThat(archived.first()).isEqualTo(1))
                .satisfies(archived -> assertThat(archived.entries()).isEqualTo(first))
                .satisfies(archived -> assertThat(archived.isSigned()).isTrue());
        assertThat(intact(AuditVerifier.verify(List.of(february), Optional.empty())))
                .satisfies(archived -> assertThat(archived.first()).isEqualTo(first + 1))
                .satisfies(archived -> assertThat(archived.entries()).isEqualTo(second.last() - first));
        assertThat(intact(AuditVerifier.verify(List.of(february, audit.log, january), Optional.empty())))
                .satisfies(whole -> assertThat(whole.first()).isEqualTo(1))
                .satisfies(whole -> assertThat(whole.entries()).isEqualTo(43));
        try (Stream<Path> files = Files.list(february)) {
            assertThat(files).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    @DisplayName("A log whose every entry was archived goes on, and one that was archived while it is written too")
    void everythingArchived() throws Exception {
        try (AuditLog log = audit.openRotating(10)) {
            log.record(granted());
            archive(january);
            log.record(granted());
        }
        archive(january);
        assertThat(audit.lines()).isEmpty();
        assertThat(intact(audit.verify()).entries()).isZero();

        write(1);

        assertThat(intact(audit.verify()).first()).isEqualTo(4);
        assertThat(intact(AuditVerifier.verify(List.of(audit.log, january), Optional.empty())).entries()).isEqualTo(5);
        assertThat(archive(january).parts()).isEmpty();
    }

    @Test
    @DisplayName("A part that is missing, changed or replaced is found with its archive; without a checkpoint nothing verifies")
    void tamperedArchives() throws Exception {
        write(30);
        List<Path> parts = archive(january).parts();
        write(1);
        byte[] second = Files.readAllBytes(parts.get(1));

        Files.delete(parts.get(1));
        assertBroken(AuditVerifier.verify(List.of(audit.log, january), Optional.empty()), Fault.MISSING);
        Files.writeString(parts.get(1), new String(second).replace("alice", "carol"));
        assertBroken(AuditVerifier.verify(List.of(january), Optional.empty()), Fault.CHANGED);
        Files.write(parts.get(1), second);
        Path last = parts.getLast();
        List<String> lines = AuditFixture.lines(last);
        Files.writeString(last, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertBroken(AuditVerifier.verify(List.of(january), Optional.empty()), Fault.CUT_OFF);

        Path checkpoint = audit.log.resolveSibling(AuditFiles.checkpointOf(last).getFileName());
        byte[] signed = Files.readAllBytes(checkpoint);
        Files.writeString(checkpoint, new String(signed).replace("\"sequence\":", "\"sequence\":1"));
        assertThatThrownBy(audit::verify).isInstanceOf(OperatorException.class).hasMessageContaining("checkpoint");
        Files.delete(checkpoint);
        assertBroken(audit.verify(), Fault.MISSING);
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("missing");
    }

    @Test
    @DisplayName("A pinned head that is in an archive is asked for there, and held against it")
    void pinsInArchives() {
        write(10);
        AuditPin pin = intact(audit.verify()).head().pin();
        write(20);
        archive(january);

        assertBroken(AuditVerifier.verify(audit.log, Optional.of(pin)), Fault.PINNED_ELSEWHERE);
        intact(AuditVerifier.verify(List.of(audit.log, january), Optional.of(pin)));
        assertBroken(AuditVerifier.verify(List.of(january), Optional.of(new AuditPin(pin.sequence(), "0".repeat(64)))),
                Fault.NOT_AS_PINNED);
    }

    @Test
    @DisplayName("Parts from before there were checkpoints get theirs when they are archived; a broken log is not touched")
    void olderLogs() throws Exception {
        write(20);
        for (Path checkpoint : audit.files.allCheckpoints()) {
            Files.delete(checkpoint);
        }
        intact(audit.verify());
        archive(january);
        intact(audit.verify());
        intact(AuditVerifier.verify(List.of(january), Optional.empty()));

        try (AuditLog log = audit.open()) {
            log.record(given(1));
        }
        write(20);
        audit.tamper(lines -> lines.addFirst("{}"));
        int before = audit.files.allPutAside().size();
        assertThatThrownBy(() -> archive(february)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("Nothing was moved");
        assertThat(audit.files.allPutAside()).hasSize(before);
    }

    @Test
    @DisplayName("R31 Parts that are to stay are copied and stay; nothing is removed that has no equal copy, and each removal is audited with the entries that it was about")
    void keptParts() throws Exception {
        write(30);
        List<Path> closed = audit.files.allPutAside();
        assertThat(closed).hasSizeGreaterThan(4);

        AuditArchive.Moved some = AuditArchive.move(audit.log, january, closed.size() - 2, audit.time.now());
        assertThat(some.parts()).hasSize(closed.size());
        assertThat(some.kept()).isEqualTo(closed.size() - 2);
        assertThat(audit.files.allPutAside()).isEqualTo(closed.subList(2, closed.size()));
        intact(audit.verify());

        Files.writeString(some.parts().get(2), "something else");
        assertThatThrownBy(() -> archive(january)).isInstanceOf(OperatorException.class);
        assertThat(audit.files.allPutAside()).isEqualTo(closed.subList(2, closed.size()));
        Files.delete(some.parts().get(2));

        long third = Long.parseLong(closed.get(2).getFileName().toString().replaceAll("\\D", ""));
        long last = archive(january).last();
        try (AuditLog log = audit.open()) {
            log.record(given(1));
        }
        try (AuditLog log = audit.open()) {
            log.record(given(2));
        }
        assertThat(audit.lines()).filteredOn(line -> line.contains("\"archived\"")).satisfiesExactly(
                line -> assertThat(line).contains("\"firstEntry\":1,\"lastEntry\":" + (third - 1) + ","),
                line -> assertThat(line).contains("\"firstEntry\":" + third + ",\"lastEntry\":" + last + ","));
        assertThat(audit.files.allNotesOfArchives()).isEmpty();
        assertThat(intact(AuditVerifier.verify(List.of(audit.log, january), Optional.empty())).first()).isEqualTo(1);
    }
}
