package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.end;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchOutcome.Refused;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.keys.RekeyOrderSource;

/// R6 for a key server: keys of one stream under several labels, and who may have which.
class LabelsTest {

    private static final KeyLine BASIC = KeyLine.parse("news:basic");
    private static final KeyLine PREMIUM = KeyLine.parse("news:premium");
    private static final Identity OPERATOR = Identity.parse("spiffe://lab/operator/olga");
    private static final Identity CLIENT = Identity.parse("spiffe://lab/client/alice");

    private final KeyServerFixture parts = new KeyServerFixture(TableLimits.DEFAULT);
    private long requests;

    @AfterEach
    void close() {
        parts.close();
    }

    private CreatedKey create(KeyLine line) {
        return end(parts.creator(CS1).create(line, CipherSuite.AES_256_GCM, new UUID(7, requests++),
                FetchReason.ON_DEMAND));
    }

    private FetchOutcome fetch(KeyId keyId) {
        return parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND);
    }

    @Test
    @DisplayName("R6 who is granted one label gets its keys, and is refused the others' by stream and label")
    void oneLabel() {
        CreatedKey basic = create(BASIC);
        CreatedKey premium = create(PREMIUM);
        parts.keyServer.grant(OPERATOR, ALICE, BASIC);

        assertThat(basic.line()).isEqualTo(BASIC);
        assertThat(fetch(basic.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class, key -> {
            assertThat(key.line()).isEqualTo(BASIC);
            assertThat(key.baseKey()).isEqualTo(basic.baseKey());
        });
        assertThat(fetch(premium.keyId())).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.NOT_GRANTED);
            assertThat(refused.line()).contains(PREMIUM);
        });
        assertThat(parts.snapshot().keys()).extracting(KeyRow::label)
                .containsExactly(new KeyLabel("basic"), new KeyLabel("premium"));
        assertThat(parts.audit).contains(AuditEvent.keyCreated(Identity.parse("spiffe://lab/content-server/cs-1"),
                PREMIUM, premium.keyId()).numbered(1).at(2), AuditEvent.granted(OPERATOR, CLIENT, BASIC).at(3),
                AuditEvent.keyGiven(CLIENT, BASIC, basic.keyId()).numbered(1), AuditEvent.keyRefused(CLIENT,
                        java.util.Optional.of(PREMIUM), premium.keyId(), RefusalReason.NOT_GRANTED).numbered(1));
    }

    @Test
    @DisplayName("R6 a grant of the stream is one of all its labels, and taking it back takes every grant of the stream")
    void allLabels() {
        KeyId premium = create(PREMIUM).keyId();
        parts.keyServer.grant(ALICE, NEWS);
        parts.keyServer.grant(OPERATOR, ALICE, BASIC);
        assertThat(fetch(premium)).isInstanceOf(FetchOutcome.Key.class);

        assertThatThrownBy(() -> parts.keyServer.ungrant(OPERATOR, ALICE, PREMIUM))
                .as("which would leave it with the key").isInstanceOf(OperatorException.class)
                .hasMessageContaining("alice is granted every label of news");
        assertThat(fetch(premium)).isInstanceOf(FetchOutcome.Key.class);
        parts.keyServer.ungrant(OPERATOR, ALICE, new KeyLine(NEWS));

        assertThat(fetch(premium)).isInstanceOf(Refused.class);
        assertThat(fetch(create(BASIC).keyId())).isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("A revocation marks the keys of every label that the client was granted, and only those are rekeyed")
    void revocation() {
        KeyId basic = create(BASIC).keyId();
        KeyId coming = create(BASIC).keyId();
        KeyId premium = create(PREMIUM).keyId();
        end(parts.creator(CS1).setState(basic, KeyState.ACTIVE));
        end(parts.creator(CS1).setState(premium, KeyState.ACTIVE));
        parts.keyServer.grant(OPERATOR, ALICE, BASIC);
        parts.keyServer.grant(OPERATOR, BOB, new KeyLine(NEWS));
        List<KeyLine> orders = new CopyOnWriteArrayList<>();
        var watch = new GrpcRekeyOrderSource(parts.connect(Role.CONTENT_SERVER, CS1), parts.time, new Random(1),
                Runnable::run)
                .watch(Set.of(NEWS), listener(orders));
        parts.time.turn(Duration.ofSeconds(1));

        Revocation revoked = parts.keyServer.revoke(ALICE);

        assertThat(revoked)
                .isEqualTo(new Revocation(Member.client(ALICE), List.of(basic, coming), Set.of(BASIC), Set.of()));
        assertThat(orders).containsExactly(BASIC);
        assertThat(parts.snapshot().keys()).extracting(KeyRow::state).containsExactly(KeyState.COMPROMISED,
                KeyState.COMPROMISED, KeyState.ACTIVE);
        create(BASIC);
        assertThat(parts.keyServer.revoke(BOB).ordered()).containsExactlyInAnyOrder(BASIC, PREMIUM);
        watch.close();
    }

    @Test
    @DisplayName("A revocation counts the labels whose grants were taken back, and no others")
    void revocationAfterLabelsWereTakenBack() {
        KeyId basic = create(BASIC).keyId();
        create(PREMIUM);
        parts.keyServer.grant(OPERATOR, ALICE, BASIC);
        parts.keyServer.ungrant(OPERATOR, ALICE, BASIC);

        assertThat(parts.keyServer.revoke(ALICE))
                .isEqualTo(new Revocation(Member.client(ALICE), List.of(basic), Set.of(), Set.of(BASIC)));
    }

    @Test
    @DisplayName("R6 slaves give the keys of a label to whoever is granted it, as the master does")
    void throughSlaves() throws Exception {
        try (ReplicationFixture network = new ReplicationFixture()) {
            KeySlave slave = network.slave("slave-1");
            network.turn(Duration.ofSeconds(1));
            var creator = network.creator(CS1);
            KeyId basic = end(creator.create(BASIC, CipherSuite.AES_256_GCM, new UUID(8, 1), FetchReason.ON_DEMAND))
                    .keyId();
            KeyId premium = end(creator.create(PREMIUM, CipherSuite.AES_256_GCM, new UUID(8, 2), FetchReason.ON_DEMAND))
                    .keyId();
            network.master.grant(OPERATOR, ALICE, BASIC);
            assertThat(network.fetch(slave.identity(), ALICE, premium)).isInstanceOfSatisfying(Refused.class,
                    refused -> assertThat(refused.line()).contains(PREMIUM));
            network.cutMaster();

            assertThat(network.fetch(slave.identity(), ALICE, basic)).isInstanceOfSatisfying(FetchOutcome.Key.class,
                    key -> assertThat(key.line()).isEqualTo(BASIC));
            assertThat(ReplicationFixture.snapshot(slave).keys()).extracting(KeyRow::line).containsExactly(BASIC,
                    PREMIUM);
        }
    }

    private static RekeyOrderSource.Listener listener(List<KeyLine> orders) {
        return new RekeyOrderSource.Listener() {
            @Override
            public void onListening() {
                // Nothing to be done.
            }

            @Override
            public void onOrder(KeyLine line, CodedMessage reason) {
                orders.add(line);
            }

            @Override
            public void onLost(CodedMessage sentence) {
                throw new AssertionError(sentence.text());
            }
        };
    }
}
