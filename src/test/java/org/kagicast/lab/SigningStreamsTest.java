package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.client.Client;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("R29 A stream that signs, from its content server over a real key server and network to its clients")
class SigningStreamsTest {

    private static final StreamName NEWS = new StreamName("news");

    @AutoClose
    private final RolesFixture roles = new RolesFixture(2);
    private final MulticastGroup group = TestGroups.any();

    @ParameterizedTest
    @EnumSource(KeyProvider.Origin.class)
    @DisplayName("all that it sends is delivered as authentic through announced and immediate changes; the key server cannot sign with a key that is in use")
    void allIsAuthentic(KeyProvider.Origin origin) {
        Client strict = client("strict", AuthenticityMode.REQUIRED);
        Client marked = client("marked", AuthenticityMode.MARKED);
        ContentServer server = contentServer(CipherSuite.AES_256_GCM_ED25519, origin);
        server.start();
        eventually("packets are delivered", () -> opened(strict) > 50 && opened(marked) > 50);
        KeyId first = keyInUse(server);

        server.rekey(NEWS, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(1)))).join();
        eventually("the announced key is in use", () -> !keyInUse(server).equals(first));
        KeyId second = keyInUse(server);
        server.rekey(NEWS, new RekeyCommand.Now()).join();
        eventually("the third key opens packets", () -> strict.snapshot().join().keyIds().size() == 3);
        eventually("the key server knows which key is in use",
                () -> roles.table.describe(second).orElseThrow().state() == KeyState.DEACTIVATED);
        KeyId third = keyInUse(server);
        server.close();

        long sent = server.snapshot().join().streams().getFirst().packetsSent();
        for (Client client : List.of(strict, marked)) {
            eventually("all that was sent is delivered", () -> opened(client) == sent);
            assertThat(counters(client)).satisfies(counters -> {
                assertThat(counters.authenticity()).isEqualTo(new ClientCounters.Authenticity(sent, 0, 0));
                assertThat(List.of(counters.lost(), counters.forged(), counters.unknownType(), counters.replayed()))
                        .containsOnly(0L);
            });
        }
        for (KeyId key : List.of(first, second, third)) {
            try (KeyRecord record = roles.table.find(key).orElseThrow()) {
                assertThat(record.verificationKey()).isPresent();
                assertThat(record.signingKey()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("a client that requires it refuses a stream that does not sign, and says so")
    void notSigned() {
        Client strict = client("strict", AuthenticityMode.REQUIRED);
        Client usual = client("usual", AuthenticityMode.WHERE_SIGNED);
        contentServer(CipherSuite.AES_256_GCM, KeyProvider.Origin.ASK).start();

        eventually("the other client is served", () -> opened(usual) > 50);
        eventually("this one is not", () -> strict.snapshot().join().status() == ClientSnapshot.Status.NO_ACCESS);
        ClientSnapshot refused = strict.snapshot().join();
        assertThat(opened(strict)).isZero();
        assertThat(refused.why()).hasValueSatisfying(
                why -> assertThat(why.code()).isEqualTo("client.key-not-signed"));
        assertThat(refused.counters().refused()).containsOnlyKeys(RefusalReason.NOT_SIGNED);
    }

    private Client client(String name, AuthenticityMode mode) {
        roles.keyServer.grant(new NodeName(name), NEWS);
        return roles.client(new NodeName(name), group, new SinkSpec.Count(), mode);
    }

    private ContentServer contentServer(CipherSuite suite, KeyProvider.Origin origin) {
        return roles.contentServer(new NodeName("studio"), List.of(StreamSettings
                .of(NEWS, group, roles.loopback.getName(), Sources.parse("pattern:rate=1000&size=1316"))
                .withSuite(suite).withKeys(origin).withRekeying(RekeyPolicy.DEFAULT)));
    }

    private static KeyId keyInUse(ContentServer server) {
        return server.snapshot().join().streams().getFirst().inUse().orElseThrow().keyId();
    }

    private static ClientCounters counters(Client client) {
        return client.snapshot().join().counters();
    }

    private static long opened(Client client) {
        return counters(client).opened();
    }
}
