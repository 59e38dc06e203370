package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.Client;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// Two content servers that send to the very same group and port.
class SameGroupTest {

    @AutoClose
    private final RolesFixture roles = new RolesFixture(2);
    private final MulticastGroup group = TestGroups.any();

    @Test
    @DisplayName("R6 R12 one client opens both streams of one group and port by key ID alone, through rekeys of each")
    void bothAreOpened() {
        roles.keyServer.grant(new NodeName("client"), new StreamName("one"));
        roles.keyServer.grant(new NodeName("client"), new StreamName("two"));
        Client client = roles.client(new NodeName("client"), group, new SinkSpec.Count());
        ContentServer one = contentServer("one", "pattern:rate=400&size=100");
        ContentServer two = contentServer("two", "pattern:rate=300&size=1000");

        one.start();
        two.start();
        eventually("both are opened", () -> opened(client, "one") > 100 && opened(client, "two") > 100);
        one.rekey(new StreamName("one"), new RekeyCommand.Now()).join();
        two.rekey(new StreamName("two"), new RekeyCommand.Now()).join();
        eventually("both are opened under their second key", () -> client.snapshot().join().keyIds().size() == 4);
        one.close();
        two.close();

        long sent = sent(one) + sent(two);
        eventually("all that was sent is opened", () -> client.snapshot().join().counters().opened() == sent);
        assertThat(client.snapshot().join().counters()).satisfies(counters -> {
            assertThat(counters.forged()).isZero();
            assertThat(counters.lost()).isZero();
        });
    }

    private ContentServer contentServer(String stream, String source) {
        StreamSettings settings = StreamSettings
                .of(new StreamName(stream), group, roles.loopback.getName(), Sources.parse(source))
                .withRekeying(RekeyPolicy.DEFAULT);
        return roles.contentServer(new NodeName("server-of-" + stream), List.of(settings));
    }

    private static long opened(Client client, String stream) {
        return client.snapshot().join().keys().stream()
                .filter(row -> row.stream().filter(new StreamName(stream)::equals).isPresent())
                .mapToLong(row -> row.opened()).sum();
    }

    private static long sent(ContentServer server) {
        return server.snapshot().join().streams().getFirst().packetsSent();
    }

}
