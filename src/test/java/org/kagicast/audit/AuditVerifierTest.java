package org.kagicast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.audit.AuditFixture.given;
import static org.kagicast.audit.AuditFixture.granted;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Fault;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.model.OperatorException;

class AuditVerifierTest {

    @TempDir
    private Path folder;
    private AuditFixture audit;

    @BeforeEach
    void make() {
        audit = new AuditFixture(folder.resolve("data"));
    }

    private void assertBroken(long entry, Fault fault) {
        assertThat(audit.verify()).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.entry()).isEqualTo(entry);
            assertThat(broken.fault()).isEqualTo(fault);
            assertThat(broken.sentence()).contains("entry " + entry).endsWith(".");
        });
    }

    @Test
    @DisplayName("Any changed bit anywhere in the log is found, and the entry named")
    void changedBitIsFound() throws Exception {
        audit.write(20);
        byte[] whole = Files.readAllBytes(audit.log);
        Random random = new Random(11);

        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(whole.length);
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(audit.log, changed);
            long line = 1 + new String(whole, 0, at, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
            assertThat(audit.verify()).isInstanceOfSatisfying(Broken.class,
                    broken -> assertThat(broken.entry()).isEqualTo(line));
        }
    }

    @Test
    @DisplayName("A pinned head finds an older log that was put back with its older head, and one that was written anew with the same key")
    void pinnedHeadFindsOtherLogs() throws Exception {
        audit.write(5);
        byte[] olderLog = Files.readAllBytes(audit.log);
        Path head = audit.log.resolveSibling("audit.head");
        byte[] olderHead = Files.readAllBytes(head);
        AuditPin early = ((Intact) audit.verify()).head().pin();
        audit.write(5);
        AuditPin pin = ((Intact) audit.verify()).head().pin();
        audit.write(3);

        assertThat(AuditVerifier.verify(audit.log, Optional.of(pin))).isInstanceOf(Intact.class);
        assertThat(AuditVerifier.verify(audit.log, Optional.of(early))).isInstanceOf(Intact.class);
        assertThat(AuditVerifier.verify(audit.log, Optional.of(new AuditPin(7, pin.hash()))))
                .isInstanceOfSatisfying(Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(Fault.NOT_AS_PINNED));

        Files.write(audit.log, olderLog);
        Files.write(head, olderHead);
        assertThat(audit.verify()).as("without the pin nobody can tell").isInstanceOf(Intact.class);
        assertThat(AuditVerifier.verify(audit.log, Optional.of(pin))).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.fault()).isEqualTo(Fault.PINNED_MISSING);
            assertThat(broken.sentence()).contains("entry 10").contains("older log was put back");
        });
    }

    @Test
    @DisplayName("What is no pinned head is told so")
    void pinsAreParsed() {
        AuditPin pin = new AuditPin(12, "0123456789abcdef".repeat(4));

        assertThat(AuditPin.parse(pin.toString())).isEqualTo(pin);
        for (String wrong : List.of("", "12", "12:abc", ":" + pin.hash(), "-1:" + pin.hash(), "x".repeat(1_000))) {
            assertThatThrownBy(() -> AuditPin.parse(wrong)).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("is no pinned head");
        }
    }

    @Test
    @DisplayName("An edited entry is found")
    void editedEntryIsFound() {
        audit.write(10).tamper(lines -> lines.set(4, lines.get(4).replace("alice", "carol")));

        assertBroken(5, Fault.CHANGED);
    }

    @Test
    @DisplayName("A removed entry is found, be it the first, a middle or the last one")
    void removedEntryIsFound() throws Exception {
        audit.write(10);
        byte[] whole = Files.readAllBytes(audit.log);
        audit.tamper(lines -> lines.remove(0));
        assertBroken(1, Fault.MISSING);
        Files.write(audit.log, whole);
        audit.tamper(lines -> lines.remove(6));
        assertBroken(7, Fault.MISSING);
        Files.write(audit.log, whole);
        audit.tamper(List::removeLast);
        assertBroken(10, Fault.CUT_OFF);
        audit.tamper(List::clear);
        assertBroken(1, Fault.CUT_OFF);
        Files.delete(audit.log);
        assertBroken(1, Fault.CUT_OFF);
    }

    @Test
    @DisplayName("Entries in another order, twice, or put in from elsewhere are found")
    void movedEntriesAreFound() throws Exception {
        audit.write(10);
        byte[] whole = Files.readAllBytes(audit.log);
        audit.tamper(lines -> Collections.swap(lines, 2, 3));
        assertBroken(3, Fault.MISSING);
        Files.write(audit.log, whole);
        audit.tamper(lines -> lines.add(5, lines.get(4)));
        assertBroken(6, Fault.OUT_OF_ORDER);
        Files.write(audit.log, whole);
        audit.tamper(lines -> lines.add(3, "{\"note\":\"nothing to see here\"}"));
        assertBroken(4, Fault.UNREADABLE);
        Files.write(audit.log, whole);
        AuditFixture other = new AuditFixture(folder.resolve("other")).write(10);
        audit.tamper(lines -> lines.set(4, other.lines().get(4)));
        assertBroken(5, Fault.DOES_NOT_FOLLOW);
    }

    @Test
    @DisplayName("A log that was made up anew, all hashes right, does not fit its signed head")
    void rewrittenLogIsFound() throws Exception {
        audit.write(10);
        ByteArrayOutputStream forged = new ByteArrayOutputStream();
        String hash = AuditEntry
                .beginning(AuditKey.publicKey(AuditKey.publicHalf(audit.files.key())).getEncoded());
        for (int i = 1; i <= 10; i++) {
            hash = AuditEntry.write(forged, i, audit.time.now(), i == 4 ? granted() : given(i), hash);
        }
        Files.write(audit.log, forged.toByteArray());

        assertBroken(10, Fault.REWRITTEN);
    }

    @Test
    @DisplayName("A head that is missing, changed, or signed with another key is found")
    void badHeadIsFound() throws Exception {
        audit.write(10);
        byte[] head = Files.readAllBytes(audit.files.head());
        audit.tamper(List::removeLast);
        Files.writeString(audit.files.head(), new String(head, StandardCharsets.UTF_8).replace(":10,", ":9,"));
        assertBroken(0, Fault.NO_HEAD);
        Files.delete(audit.files.head());
        assertBroken(0, Fault.NO_HEAD);
        AuditFixture other = new AuditFixture(folder.resolve("other")).write(10);
        Files.copy(other.files.head(), audit.files.head());
        assertBroken(0, Fault.NO_HEAD);
    }

    @Test
    @DisplayName("A whole log in another's place is found with the public key that was kept elsewhere")
    void exchangedLogIsFound() {
        audit.write(10);
        AuditFixture other = new AuditFixture(folder.resolve("other")).write(10);
        Path kept = AuditKey.publicHalf(audit.files.key());

        assertThat(AuditVerifier.verify(other.log)).isInstanceOf(Intact.class);
        assertThat(AuditVerifier.verify(other.log, kept)).isInstanceOf(Broken.class);
        assertThat(AuditVerifier.verify(audit.log, kept)).isInstanceOf(Intact.class);
    }

    @Test
    @DisplayName("A file put aside that is missing, changed or cut off is found")
    void badFilePutAsideIsFound() throws Exception {
        try (AuditLog log = audit.openRotating(1_000)) {
            for (int i = 0; i < 30; i++) {
                log.record(granted());
            }
        }
        Path second = audit.files.allPutAside().get(1);
        long first = Long.parseLong(second.getFileName().toString().replaceAll("\\D", ""));
        byte[] whole = Files.readAllBytes(second);

        Files.delete(second);
        assertBroken(first, Fault.MISSING);
        Files.write(second, Arrays.copyOf(whole, whole.length - 1));
        long last = first + AuditFixture.lines(second).size() - 1;
        assertBroken(last, Fault.UNREADABLE);
        whole[20] ^= 1;
        Files.write(second, whole);
        assertBroken(first, Fault.CHANGED);
    }

    @Test
    @DisplayName("Where there is no log, that is told")
    void missingLogIsTold() {
        assertThatThrownBy(audit::verify).isInstanceOf(OperatorException.class).hasMessageContaining("audit.pub");
        audit.write(1);
        assertThatThrownBy(() -> AuditVerifier.verify(folder.resolve("elsewhere.jsonl"),
                AuditKey.publicHalf(audit.files.key()))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("There is no audit log");
    }
}
