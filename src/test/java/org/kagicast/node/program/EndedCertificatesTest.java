package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.AutomaticRenewal;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.network.EnrolmentCaller;

/// Programs whose certificates have ended while they were off.
class EndedCertificatesTest {

    private static final Duration AWAY = Duration.ofDays(33);

    private ProgramsFixture programs;

    @BeforeEach
    void start(@TempDir Path folder) {
        programs = new ProgramsFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        programs.close();
    }

    private FetchOutcome fetch(Program server, CreatedKey key) {
        try {
            return programs.fetch(server, "alice", key.keyId());
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    @DisplayName("R31 Everything is off for 33 days and started in the worst order: all works again, and no hand is laid on it")
    void offForDays() throws Exception {
        Program master = programs.master();
        Program slave = programs.slave("s1");
        ProgramsFixture.authority(master).grant(new NodeName("alice"), ProgramsFixture.NEWS);
        CreatedKey key = programs.create(master, "studio", ProgramsFixture.NEWS);
        programs.await("the key at the slave", () -> fetch(slave, key) instanceof FetchOutcome.Key);
        slave.close();
        master.close();

        programs.time.stepWallClock(AWAY);
        RenewableIdentity alice = programs.identity(Role.CLIENT, "alice");
        Program slaveAgain = programs.slave("s1");
        programs.closing(AutomaticRenewal.start(alice,
                EnrolmentCaller.renewing(List.of(programs.connect(alice, slaveAgain)), alice), programs.time,
                programs.randomness, task -> Thread.ofVirtual().start(task)));
        programs.await("the problem of the slave",
                () -> slaveAgain.node().snapshot().join().problems().toString().contains("could not be renewed"));
        assertThat(fetch(slaveAgain, key)).isInstanceOf(FetchOutcome.Unreachable.class);

        Program masterAgain = programs.master();
        assertThat(masterAgain.node().snapshot().join().certificateEnds().orElseThrow())
                .isAfter(programs.time.now().plus(Duration.ofDays(29)));
        assertThat(masterAgain.node().snapshot().join().problems()).isEmpty();
        programs.await("the master heard by the slave", () -> ProgramsFixture.snapshot(slaveAgain).copy()
                .orElseThrow().hearsMaster());
        programs.time.turn(Duration.ofSeconds(12));
        programs.await("the client's renewal through the slave",
                () -> !alice.current().isExpired(programs.time.now()));
        programs.await("the key again, for a client that knows the slave only",
                () -> fetch(slaveAgain, key) instanceof FetchOutcome.Key);
        programs.await("no problem any more",
                () -> slaveAgain.node().snapshot().join().problems().isEmpty());
    }

    @Test
    @DisplayName("R31 A key master with the domain's folder starts however long it was off; a node that was off too long says what to do")
    void offForYears() {
        programs.master().close();
        programs.slave("s1").close();
        programs.time.stepWallClock(Duration.ofDays(900));

        Program master = programs.master();

        assertThat(master.node().snapshot().join().certificateEnds().orElseThrow()).isAfter(programs.time.now());
        assertThatThrownBy(() -> programs.slave("s1")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("too long ago").hasMessageContaining("new token")
                .hasMessageContaining("new folder");
    }

    @Test
    @DisplayName("R31 An operator's certificate is renewed on the way of a command, also after its end, and a failure is told in time")
    void operatorOnTheWay() {
        Program master = programs.master();
        Path folder = programs.folder.resolve("olga");
        programs.domain().enrolHere(Enrollee.of(Role.OPERATOR, new NodeName("olga")), folder);
        HostPort nobody = new HostPort("127.0.0.1", 1);
        programs.time.stepWallClock(Duration.ofDays(50));
        assertThat(onTheWay(folder, nobody)).as("not due yet").isEmpty();
        programs.time.stepWallClock(Duration.ofDays(12));
        assertThat(onTheWay(folder, nobody)).as("there is time").isEmpty();
        programs.time.stepWallClock(Duration.ofDays(8));
        assertThat(onTheWay(folder, nobody).toString()).contains("ends at", "could not be renewed");
        programs.time.stepWallClock(Duration.ofDays(33));
        awaitOwnRenewal(master);

        assertThat(onTheWay(folder, master.address())).isEmpty();

        Membership olga = Membership.load(folder, Role.OPERATOR, programs.around);
        assertThat(olga.self().current().notAfter()).isAfter(programs.time.now().plus(Duration.ofDays(80)));
        assertThat(Membership.enrolledAt(folder)).contains(master.address());
        programs.time.stepWallClock(Duration.ofDays(70));
        awaitOwnRenewal(master);
        assertThat(onTheWay(folder, nobody)).as("renewed where it was renewed before").isEmpty();
        assertThat(Membership.load(folder, Role.OPERATOR, programs.around).self().current().notAfter())
                .isAfter(programs.time.now().plus(Duration.ofDays(80)));
    }

    private void awaitOwnRenewal(Program master) {
        programs.time.turn(Duration.ofMinutes(2));
        programs.await("the master's own renewal", () -> master.node().snapshot().join().certificateEnds()
                .orElseThrow().isAfter(programs.time.now().plus(Duration.ofDays(20))));
    }

    private Optional<String> onTheWay(Path folder, HostPort node) {
        return OperatorRenewal.onTheWay(Membership.load(folder, Role.OPERATOR, programs.around), folder, node,
                programs.time).map(CodedMessage::text);
    }

    @Test
    @DisplayName("R31 A console that stays open renews its operator's certificate")
    void operatorInConsole() {
        Program master = programs.master();
        Path folder = programs.folder.resolve("olga");
        programs.domain().enrolHere(Enrollee.of(Role.OPERATOR, new NodeName("olga")), folder);
        Membership olga = Membership.load(folder, Role.OPERATOR, programs.around);
        programs.time.stepWallClock(Duration.ofDays(70));
        awaitOwnRenewal(master);

        programs.closing(OperatorRenewal.lasting(olga, folder, master.address(), programs.time, programs.randomness,
                task -> Thread.ofVirtual().start(task)));

        programs.await("the renewal",
                () -> olga.self().current().notAfter().isAfter(programs.time.now().plus(Duration.ofDays(80))));
    }

    @Test
    @DisplayName("R31 Who enrolled a node is kept for its owner alone, and what cannot be read is as good as not kept")
    void enrolledAt() throws Exception {
        Path folder = programs.folder.resolve("alice");
        programs.domain().enrolHere(new Enrollee(Role.CLIENT, new NodeName("alice"), List.of(), Set.of()), folder);
        Membership.remember(folder, new HostPort("ks.example", 7400));
        Path file = folder.resolve("enrolled-at");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Membership.enrolledAt(folder)).contains(new HostPort("ks.example", 7400));

        Files.writeString(file, "");
        assertThat(Membership.enrolledAt(folder)).isEmpty();
    }
}
