package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditSink;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyMaster;
import org.kagicast.keyserver.KeySlave;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.MemoryReplicaTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.Caution;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.time.ManualTime;

/// A stream whose keys come from a real key master that a real key slave follows, over gRPC within the process.
class RealKeyMasterTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final Identity MASTER = Identity.parse("spiffe://lab/key-master/km");
    private static final Identity SLAVE = Identity.parse("spiffe://lab/key-slave/s-1");
    private static final NodeName CS1 = new NodeName("cs-1");
    private static final Duration LEAD = Duration.ofSeconds(5);
    /// In which a slave follows its master again.
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final InlineLoop loop = new InlineLoop();
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final KeyTable table = new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, new SecureRandom(),
            time);
    private final Connection ofSlave = network.connect(SLAVE, MASTER);
    private final KeySlave slave = slaveOver(ofSlave);
    private final Connection ofContentServer = network.connect(new Identity("lab", Role.CONTENT_SERVER, CS1), MASTER);
    private final ContentStream stream = new ContentStream(
            StreamSettings.of(NEWS, MulticastGroup.parse("239.1.1.1:5004"), "lo", Sources.parse("test-card"))
                    .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO)),
            new StreamContext(CS1, MASTER.name(), new KeyLine(NEWS), time, loop, event -> {
            }, new Random(1)), new GrpcKeyCreator(ofContentServer), new RecordingSender(loop, time),
            new ScriptedSource());
    private KeyMaster master;
    private Serving serving;

    @BeforeEach
    void start() {
        table.policy().own(NEWS, CS1);
        startMaster();
        slave.start();
        stream.start();
        change();
    }

    @AfterEach
    void close() {
        stream.close();
        slave.close();
        ofSlave.close();
        ofContentServer.close();
        serving.close();
        master.close();
    }

    private void startMaster() {
        master = new KeyMaster(MASTER, table, time, event -> {
        }, AuditSink.NONE, Runnable::run);
        serving = network.serve(MASTER, master.services());
    }

    private KeySlave slaveOver(Connection toMaster) {
        return new KeySlave(SLAVE, new MemoryReplicaTable(), toMaster, new KeySlave.Surroundings(time, event -> {
        }, AuditSink.NONE, Runnable::run, new Random(1)));
    }

    /// With the same table, and no knowledge of its slaves.
    private void restartMaster() {
        serving.close();
        startMaster();
    }

    /// A change that the slave has in time.
    private void change() {
        KeyId coming = announce();
        time.turn(LEAD);
        assertThat(inUse()).isEqualTo(coming);
    }

    private KeyId announce() {
        return stream.rekey(new RekeyCommand.Announce(Optional.of(LEAD))).join();
    }

    private void revoke() {
        master.revoke(MASTER, Member.of(SLAVE), Caution.INSIST);
    }

    private StreamSnapshot snapshot() {
        return stream.view(Optional.empty()).join().stream();
    }

    private KeyId inUse() {
        return snapshot().inUse().orElseThrow().keyId();
    }

    private void isWaitedFor(KeyId coming) {
        time.turn(LEAD.plusSeconds(20));
        assertThat(inUse()).isNotEqualTo(coming);
        assertThat(snapshot().problem().map(CodedMessage::text).orElseThrow())
                .contains("No key slave of km has key news " + coming);
    }

    private void isNotWaitedFor(KeyId coming) {
        time.turn(LEAD);
        assertThat(inUse()).isEqualTo(coming);
        assertThat(snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 a key slave that has died is waited for")
    void dead() {
        slave.close();

        isWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 a key slave that followed between two changes only, and died, is waited for")
    void followedBetweenChanges() {
        slave.close();
        restartMaster();
        announce();
        time.turn(LEAD.plus(RekeyPolicy.DEFAULT.longestWait()));
        isNotWaitedFor(announce());

        try (Connection again = network.connect(SLAVE, MASTER); KeySlave back = slaveOver(again)) {
            back.start();
            time.turn(SOON);
        }
        isWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 a key slave that died longer than a while ago, and that no change has seen, is not waited for")
    void diedLongAgo() {
        slave.close();
        restartMaster();
        announce();
        time.turn(LEAD.plus(RekeyPolicy.DEFAULT.longestWait()));
        try (Connection again = network.connect(SLAVE, MASTER); KeySlave back = slaveOver(again)) {
            back.start();
            time.turn(SOON);
        }
        time.turn(Duration.ofMinutes(10));

        isNotWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 R34 a key slave that followed between two changes only, died and was revoked, is not waited for, until it is let in again")
    void revokedBetweenChanges() {
        revoke();
        isNotWaitedFor(announce());
        master.reinstate(MASTER, Member.of(SLAVE));
        time.turn(SOON);
        slave.close();
        revoke();
        isNotWaitedFor(announce());

        master.reinstate(MASTER, Member.of(SLAVE));
        isWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 R34 a key slave that was revoked while it followed is not waited for")
    void revokedWhileFollowing() {
        revoke();

        isNotWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 R34 a key slave that was revoked when it had died is not waited for, nor after its master has started anew")
    void revokedWhenDead() {
        slave.close();
        revoke();
        isNotWaitedFor(announce());

        restartMaster();
        isNotWaitedFor(announce());
    }

    @Test
    @DisplayName("R31 a master that has started anew and is followed by nobody yet: the slave that it had is waited for until it has the key")
    void masterRestarted() {
        slave.close();
        restartMaster();
        KeyId coming = announce();
        isWaitedFor(coming);

        try (Connection again = network.connect(SLAVE, MASTER);
                KeySlave back = slaveOver(again)) {
            back.start();
            time.turn(SOON);
            assertThat(inUse()).isEqualTo(coming);
        }
    }

    @Test
    @DisplayName("R31 R34 a key slave that was revoked and let in again is waited for, also from a master that has started anew")
    void reinstated() {
        slave.close();
        revoke();
        restartMaster();
        master.reinstate(MASTER, Member.of(SLAVE));

        isWaitedFor(announce());
    }
}
