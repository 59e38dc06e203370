package org.kagicast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.kagicast.audit.AuditFixture.ALICE;
import static org.kagicast.audit.AuditFixture.NEWS;
import static org.kagicast.audit.AuditFixture.OPERATOR;
import static org.kagicast.audit.AuditFixture.given;
import static org.kagicast.audit.AuditFixture.granted;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.audit.AuditVerification.Broken;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.files.DiskRoom;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.ScriptedRoom;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.network.LogLines;

class AuditLogTest {

    @TempDir
    private Path folder;
    private AuditFixture audit;

    @BeforeEach
    void make() {
        audit = new AuditFixture(folder.resolve("data"));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("Each entry is a JSON line that says when, what, who, and about which stream and key")
    void entriesSayWhoDidWhat() {
        try (AuditLog log = audit.open()) {
            log.record(AuditEvent.keyGiven(ALICE, new KeyLine(NEWS), new KeyId(7)));
            audit.time.turn(Duration.ofMillis(1_500));
            log.record(AuditEvent.keyRefused(ALICE, Optional.empty(), new KeyId(8), RefusalReason.UNKNOWN));
            log.record(AuditEvent.granted(OPERATOR, ALICE, KeyLine.parse("news:premium")));
            log.record(AuditEvent.keyStateChanged(OPERATOR, new KeyLine(NEWS), new KeyId(7), KeyState.COMPROMISED)
                    .numbered(4));
        }

        List<String> lines = audit.lines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("{\"sequence\":1,\"at\":\"2026-01-01T00:00:00Z\",\"action\":\"key_given\","
                + "\"actor\":\"spiffe://lab/client/alice\",\"stream\":\"news\",\"keyId\":7,\"previous\":\"");
        assertThat(lines.get(1)).startsWith("{\"sequence\":2,\"at\":\"2026-01-01T00:00:01.500Z\","
                + "\"action\":\"key_refused\",\"actor\":\"spiffe://lab/client/alice\",\"keyId\":8,\"reason\":\"unknown\"");
        assertThat(lines.get(2)).contains("\"action\":\"granted\",\"actor\":\"spiffe://lab/operator/olga\","
                + "\"subject\":\"spiffe://lab/client/alice\",\"stream\":\"news\",\"label\":\"premium\"");
        assertThat(lines.get(3)).contains("\"stream\":\"news\",\"keyId\":7,\"keyNumber\":4,\"state\":\"COMPROMISED\"");
        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class, intact -> {
            assertThat(intact.entries()).isEqualTo(4);
            assertThat(intact.head().sequence()).isEqualTo(4);
            assertThat(intact.head().at()).isEqualTo("2026-01-01T00:00:01.500Z");
            assertThat(intact.isSigned()).isTrue();
        });
    }

    @Test
    @DisplayName("The files of a log are their owner's alone")
    void filesArePrivate() throws Exception {
        audit.write(3);

        try (Stream<Path> files = Files.list(audit.log.getParent())) {
            assertThat(files.toList()).hasSize(5).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    @DisplayName("Nothing but names, numbers and words from fixed lists can be put into an event")
    void eventsCannotHoldKeys() {
        Set<Type> harmless = Set.of(Identity.class, KeyLine.class, KeyId.class, KeyState.class, AuditReason.class,
                AuditAction.class, Long.class, long.class, AuditEvent.Repeats.class, TableMoment.class,
                AuditEvent.Entries.class);

        assertThat(Arrays.stream(AuditEvent.class.getRecordComponents()).map(RecordComponent::getGenericType)
                .map(type -> type instanceof ParameterizedType optional ? optional.getActualTypeArguments()[0] : type))
                .hasSize(14).allMatch(harmless::contains);
    }

    @Test
    @DisplayName("A log that is opened again goes on where it was")
    void reopenedLogGoesOn() {
        audit.write(3).write(2).write(0).write(1);

        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(6));
    }

    @Test
    @DisplayName("What changes who may have keys is in the file before its caller goes on")
    void changesOfTrustAreWrittenAtOnce() {
        try (AuditLog log = audit.open()) {
            for (int i = 1; i <= 20; i++) {
                log.record(given(i));
                log.record(granted());
                assertThat(audit.lines()).hasSize(2 * i);
            }
        }
    }

    @Test
    @DisplayName("The head is signed when its time has come, and after so many entries")
    void headIsSignedInTime() {
        AuditSettings settings = new AuditSettings(1L << 20, 10, Duration.ofSeconds(2), 100, AuditAction.ABOUT_TRUST);
        try (AuditLog log = AuditLog.open(audit.log, settings, audit.time)) {
            log.record(granted());
            assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                    intact -> assertThat(intact.head().sequence()).isZero());
            audit.time.turn(Duration.ofSeconds(2));
            await(() -> audit.verify() instanceof Intact intact && intact.head().sequence() == 1);
            for (int i = 0; i < 10; i++) {
                log.record(granted());
            }
            assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                    intact -> assertThat(intact.head().sequence()).isEqualTo(11));
        }
    }

    @Test
    @DisplayName("What is synced is never taken at once; what is not, as long as there is room")
    void takesAtOnce() {
        try (AuditLog log = audit.open()) {
            assertThat(log.takesAtOnce(AuditAction.KEY_GIVEN)).isTrue();
            assertThat(log.takesAtOnce(AuditAction.REVOKED)).isFalse();
        }
    }

    @Test
    @DisplayName("Entries of many threads are all there, though few may wait in the queue")
    void nothingIsDropped() throws Exception {
        AuditSettings settings = new AuditSettings(20_000, 100, Duration.ofSeconds(2), 2, AuditAction.ABOUT_TRUST);
        List<Callable<Void>> callers = new ArrayList<>();
        try (AuditLog log = AuditLog.open(audit.log, settings, audit.time);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                int from = caller * 500;
                callers.add(() -> {
                    for (int i = 1; i <= 500; i++) {
                        log.record(i % 100 == 0 ? granted() : given(from + i));
                    }
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(callers)) {
                each.get();
            }
        }

        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(4_000));
        for (int keyId = 1; keyId <= 4_000; keyId += 7) {
            String given = "\"keyId\":" + keyId + ",";
            if (keyId % 100 != 0) {
                assertThat(allLines()).filteredOn(line -> line.contains(given)).hasSize(1);
            }
        }
    }

    private List<String> allLines() throws Exception {
        List<String> all = new ArrayList<>();
        audit.files.allPutAside().forEach(file -> all.addAll(AuditFixture.lines(file)));
        all.addAll(audit.lines());
        return all;
    }

    @Test
    @DisplayName("A full file is put aside, the chain goes on in the next one, also when the log is opened again")
    void chainGoesOnOverFiles() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (AuditLog log = audit.openRotating(1_000)) {
                for (int i = 0; i < 10; i++) {
                    log.record(granted());
                }
            }
        }

        assertThat(audit.files.allPutAside()).hasSizeGreaterThan(5);
        assertThat(audit.files.allPutAside().getFirst()).hasFileName("audit-0000000000000001.jsonl");
        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(30));
    }

    @Test
    @DisplayName("A line that a crash left half-written is cut off, and the log goes on")
    void halfWrittenLineIsCutOff() throws Exception {
        audit.write(5);
        String half = audit.lines().getFirst().substring(0, 100);
        Files.writeString(audit.log, half, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        assertThat(audit.verify()).isInstanceOf(Intact.class);

        audit.write(2);

        assertThat(audit.lines()).hasSize(7);
        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(7));
    }

    @Test
    @DisplayName("A crash right after a file was put aside, or in the first line of the next, loses nothing")
    void crashAtRotationLosesNothing() throws Exception {
        audit.write(5);
        Files.move(audit.log, audit.files.putAside(1));
        audit.write(1);
        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(6));

        Files.move(audit.log, audit.files.putAside(6));
        Files.writeString(audit.log, "{\"sequence\":7,\"at", StandardCharsets.UTF_8);
        audit.write(1);
        assertThat(audit.verify()).isInstanceOfSatisfying(Intact.class,
                intact -> assertThat(intact.entries()).isEqualTo(7));
    }

    @Test
    @DisplayName("A log that was cut off, changed, or lost its head is not gone on with")
    void brokenLogIsNotOpened() throws Exception {
        audit.write(5);
        byte[] whole = Files.readAllBytes(audit.log);
        audit.tamper(lines -> lines.removeLast());
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("cut off")
                .hasMessageContaining(audit.log.toString());
        Files.write(audit.log, whole);
        audit.tamper(lines -> lines.set(2, lines.get(2).replace("alice", "carol")));
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class)
                .hasMessageContaining("entry 3").hasMessageContaining("has been changed");
        Files.delete(audit.log);
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("cut off");
        Files.write(audit.log, whole);
        audit.open().close();
        Files.delete(audit.files.head());
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("signed head");
    }

    @Test
    @DisplayName("A log that is open cannot be opened again until it is closed; closing twice is harmless")
    void logIsOpenOnce() {
        AuditLog log = audit.open();
        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("in use");
        log.close();
        log.close();

        assertThatThrownBy(() -> log.record(granted())).isInstanceOf(IllegalStateException.class);
        audit.open().close();
    }

    @Test
    @DisplayName("What cannot be written is refused and kept, and the log goes on when it can be written again")
    void logGoesOnAfterATrouble() throws Exception {
        Path inTheWay = audit.files.putAside(1).resolve("something");
        try (AuditLog log = audit.openRotating(1_000)) {
            Files.createDirectories(inTheWay);
            log.record(granted());
            assertThatThrownBy(() -> {
                for (int i = 0; i < 10; i++) {
                    log.record(granted());
                }
            }).isInstanceOf(OperatorException.class).hasMessageContaining("cannot be written");
            assertThatThrownBy(() -> log.record(given(1))).isInstanceOf(OperatorException.class);

            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            audit.time.turn(Duration.ofSeconds(2));
            await(() -> Files.exists(audit.files.putAside(1)));
            await(() -> canRecord(log));
        }

        assertThat(audit.verify()).isInstanceOf(Intact.class);
    }

    @Test
    @DisplayName("What is submitted is in the file when its future ends; what could not be written leaves no entry, and the log goes on")
    void whatCouldNotBeSubmittedLeavesNoEntry() {
        AtomicBoolean full = new AtomicBoolean();
        try (AuditLog log = AuditLog.open(audit.log,
                file -> new FailingChannel(AuditFile.WRITING.open(file), full::get),
                AuditKey.at(audit.files.key()), AuditSettings.DEFAULT,
                AuditKeeper.KEY_SERVER, DiskRoom.AMPLE, audit.time)) {
            log.submit(given(1)).join();
            assertThat(audit.lines()).hasSize(1);
            full.set(true);
            assertThatThrownBy(() -> log.submit(granted()).join()).hasCauseInstanceOf(OperatorException.class)
                    .hasMessageContaining("cannot be written");
            assertThatThrownBy(() -> log.record(granted())).isInstanceOf(OperatorException.class);
            log.record(granted().notDone());

            full.set(false);
            audit.time.turn(Duration.ofSeconds(2));
            await(() -> canRecord(log));
        }

        assertThat(audit.lines()).hasSize(3).element(1).asString().contains("\"action\":\"not_done\"")
                .contains("\"undone\":\"granted\"");
        assertThat(audit.verify()).isInstanceOf(Intact.class);
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 0", "Disk quota exceeded, 0", "Input/output error, 1"})
    @DisplayName("R31 That the log's disk is full is logged in one line, once; any other fault of the disk with where it came from")
    void fullDiskInOneLine(String fault, int stacks) {
        AtomicBoolean fails = new AtomicBoolean();
        try (LogLines lines = LogLines.of("org.kagicast.audit");
                AuditLog log = AuditLog.open(audit.log,
                        file -> new FailingChannel(AuditFile.WRITING.open(file), fails::get, fault),
                        AuditKey.at(audit.files.key()), AuditSettings.DEFAULT, AuditKeeper.KEY_SERVER, DiskRoom.AMPLE,
                        audit.time)) {
            fails.set(true);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> log.submit(granted()).join()).hasCauseInstanceOf(OperatorException.class);
            }

            assertThat(lines.atLeast(Level.ERROR)).singleElement().asString().contains("cannot be written");
            assertThat(lines.withStack()).hasSize(stacks);
            fails.set(false);
        }
    }

    @Test
    @DisplayName("A disk that runs short refuses keys in the same words however much is left")
    void sameWords() {
        ScriptedRoom room = new ScriptedRoom();
        try (AuditLog log = AuditLog.open(audit.log, AuditSettings.DEFAULT, AuditKeeper.KEY_SERVER, room,
                audit.time)) {
            room.admitOnly(Need.URGENT);
            log.submit(granted()).join();
            String first = catchThrowable(() -> log.record(given(3))).getMessage();
            room.leave(0);

            assertThat(catchThrowable(() -> log.record(given(3)))).hasMessage(first)
                    .hasMessageContaining("no more keys are given");
        }
    }

    @Test
    @DisplayName("R31 A disk that is full gives up its reserve, and what is being done is audited")
    void reserveIsUsed() {
        AtomicBoolean full = new AtomicBoolean();
        ScriptedRoom room = new ScriptedRoom();
        room.onGivingUp(() -> full.set(false));
        try (AuditLog log = AuditLog.open(audit.log,
                file -> new FailingChannel(AuditFile.WRITING.open(file), full::get),
                AuditKey.at(audit.files.key()), AuditSettings.DEFAULT,
                AuditKeeper.KEY_SERVER, room, audit.time)) {
            full.set(true);
            log.record(granted());

            assertThat(audit.lines()).hasSize(1);
            assertThat(log.problem().map(CodedMessage::text).orElseThrow()).contains("95 % full",
                    "no new keys are made", "make room");
            full.set(true);
            assertThatThrownBy(() -> log.record(granted())).as("there is no more")
                    .isInstanceOf(OperatorException.class);
        }
    }

    @Test
    @DisplayName("R31 When a disk runs short refusals wait, then keys are no longer given, and what is about to be done is still written")
    void shortDisk() {
        ScriptedRoom room = new ScriptedRoom();
        try (AuditLog log = AuditLog.open(audit.log, AuditSettings.DEFAULT,
                AuditKeeper.KEY_SERVER, room, audit.time)) {
            room.admitOnly(Need.WAITED_FOR);
            log.submit(granted()).join();
            assertThat(log.offer(given(1))).isFalse();
            log.record(given(2));

            room.admitOnly(Need.URGENT);
            log.submit(granted()).join();
            assertThatThrownBy(() -> log.record(given(3))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("no more keys are given").hasMessageContaining("make room");
            log.submit(granted()).join();
            log.record(granted().notDone());
            assertThat(log.problem().map(CodedMessage::text).orElseThrow()).contains("none are given");

            room.admitOnly(Need.USUAL);
            log.submit(granted()).join();
            assertThat(log.offer(given(4))).isTrue();
            assertThat(log.problem().map(CodedMessage::text)).isEmpty();
        }

        assertThat(audit.lines()).hasSize(7).anyMatch(line -> line.contains("not_done"));
        assertThat(audit.verify()).isInstanceOf(Intact.class);
    }

    @Test
    @DisplayName("A log that is put aside and begun anew in its own time is always the one that lies at its place")
    void rotationIsNoReplacement() {
        try (AuditLog log = audit.openRotating(300)) {
            for (int entry = 1; entry <= 50; entry++) {
                log.submit(given(entry)).join();
                audit.time.turn(Duration.ofSeconds(1));
                assertThat(log.problem().map(CodedMessage::text)).isEmpty();
            }
            assertThat(audit.files.putAside(1)).exists();
        }
    }

    @Test
    @DisplayName("R31 Where another log lies in its place, what is about to be done is not, what was done stands in the former file, and nothing is written beside the other; it goes on when it is back")
    void replacedWhileOpen() throws Exception {
        Path away = audit.log.resolveSibling("away");
        audit.write(2);
        Path older = Files.copy(audit.log, audit.log.resolveSibling("older"));
        try (AuditLog log = audit.open()) {
            log.record(granted());
            Files.move(audit.log, away);
            Files.copy(older, audit.log);
            byte[] head = Files.readAllBytes(audit.files.head());

            assertThatThrownBy(() -> log.submit(granted()).join()).hasCauseInstanceOf(OperatorException.class)
                    .hasMessageContaining("was replaced while this program runs");
            log.record(given(7));
            audit.time.turn(Duration.ofSeconds(5));
            await(() -> contains(away, "\"keyId\":7"));
            assertThat(log.displaced().map(CodedMessage::text)).isPresent();
            assertThat(log.isWritten()).isFalse();
            assertThat(log.problem().map(CodedMessage::text)).isEqualTo(log.displaced().map(CodedMessage::text));
            assertThat(Files.readAllBytes(audit.files.head())).isEqualTo(head);
            assertThat(audit.lines()).hasSize(2);

            Files.move(away, audit.log, StandardCopyOption.REPLACE_EXISTING);
            audit.time.turn(Duration.ofSeconds(2));
            await(() -> canRecord(log));
            assertThat(log.problem().map(CodedMessage::text)).isEmpty();
        }
        assertThat(audit.verify()).isInstanceOf(Intact.class);
        assertThat(audit.lines()).hasSize(5);
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("R31 A log that does not fit its head, as when its folder was put back, says what may be missing besides how to begin anew")
    void cureTellsWhatIsMissing() throws Exception {
        audit.write(2);
        Path older = Files.copy(audit.log, audit.log.resolveSibling("older"));
        audit.write(3);
        Files.copy(older, audit.log, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(audit::open).isInstanceOf(OperatorException.class).hasMessageContaining("to begin a new log")
                .hasMessageContaining("revoked, granted and ordered since is not in it")
                .hasMessageContaining("'kagicast policy'");
    }

    private static boolean canRecord(AuditLog log) {
        try {
            log.record(granted());
            return true;
        } catch (OperatorException stillNot) {
            return false;
        }
    }

    @Test
    @DisplayName("A log that is being written verifies at any moment")
    void growingLogVerifies() throws Exception {
        try (AuditLog log = AuditLog.open(audit.log,
                new AuditSettings(1L << 30, 7, Duration.ofSeconds(2), 64, Set.of()), audit.time);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                for (int i = 1; i <= 2_000; i++) {
                    log.record(given(i));
                }
            });
            while (!writer.isDone()) {
                assertThat(audit.verify()).isNotInstanceOf(Broken.class);
            }
            writer.get();
        }
    }
}
