package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.client.Client;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.labelling.TestTransportStream;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// R6 from end to end: one film of which everybody may have the picture, and some the second sound track, too.
class TwoLabelsTest {

    private static final StreamName FILM = new StreamName("film");
    private static final int PICTURE = 0x100;
    private static final int SOUND = 0x102;
    private static final int PACKETS = 14_000;

    @TempDir
    private Path folder;
    @AutoClose
    private final RolesFixture roles = new RolesFixture(3);
    private final MulticastGroup group = TestGroups.any();

    @Test
    @DisplayName("R6 who has one label opens exactly its packets through all key changes, and loses nothing; who has both all")
    void oneFilm() throws Exception {
        roles.keyServer.grant(roles.keyServer.identity(), new NodeName("basic"), KeyLine.parse("film:basic"));
        roles.keyServer.grant(new NodeName("premium"), FILM);
        Client basic = client("basic");
        Client premium = client("premium");
        byte[] film = film();
        ContentServer server = contentServer(film);

        server.start();
        rekeyAgainAndAgain(server, premium);
        server.whenEnded(FILM).join();
        eventually("all that was sent is opened by who has both",
                () -> counters(premium).opened() == stream(server).packetsSent());
        long received = counters(premium).received();
        eventually("it has come to the other, too", () -> counters(basic).received() >= received);
        server.close();
        basic.close();
        premium.close();

        byte[] picture = only(film, PICTURE);
        assertThat(Files.readAllBytes(folder.resolve("basic"))).isEqualTo(picture);
        byte[] both = Files.readAllBytes(folder.resolve("premium"));
        assertThat(both).hasSize(film.length);
        assertThat(only(both, PICTURE)).isEqualTo(picture);
        assertThat(only(both, SOUND)).isEqualTo(only(film, SOUND));
        assertNothingLost(basic);
        assertNothingLost(premium);
        ClientCounters counted = counters(basic);
        assertThat(counted.refused().keySet()).containsExactly(RefusalReason.NOT_GRANTED);
        assertThat(counted.opened() + counted.control() + counted.refused().get(RefusalReason.NOT_GRANTED))
                .as("the rest is not granted").isEqualTo(counted.received());
        assertThat(counters(premium).refused()).isEmpty();
    }

    /// Each kind of change of each label, and of both at once.
    private void rekeyAgainAndAgain(ContentServer server, Client premium) {
        eventually("it sends", () -> stream(server).status() == StreamSnapshot.Status.SENDING);
        RekeyCommand announce = new RekeyCommand.Announce(Optional.of(Duration.ofMillis(300)));
        for (String line : List.of("film", "film:basic", "film:premium")) {
            for (RekeyCommand command : List.of(announce, new RekeyCommand.Now())) {
                List<KeyId> keyIds = server.rekey(KeyLine.parse(line), command).join().stream().map(KeyName::id)
                        .toList();
                assertThat(keyIds).hasSize(line.equals("film") ? 2 : 1);
                eventually(line + " is opened under " + keyIds,
                        () -> premium.snapshot().join().keyIds().containsAll(keyIds));
            }
        }
        assertThat(stream(server).status()).as("long enough to change all keys")
                .isEqualTo(StreamSnapshot.Status.SENDING);
        assertThat(stream(server).labels()).hasSize(2);
    }

    private void assertNothingLost(Client client) {
        ClientSnapshot snapshot = client.snapshot().join();
        ClientCounters counters = snapshot.counters();
        assertThat(List.of(counters.lost(), counters.expired(), counters.forged(), counters.replayed(),
                counters.tooOld(), counters.held())).as(snapshot.name().value()).containsOnly(0L);
    }

    /// Packets of two PIDs in turns, mixed in every datagram.
    private static byte[] film() {
        TestTransportStream packets = new TestTransportStream();
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        for (int i = 0; i < PACKETS; i++) {
            film.writeBytes(packets.packet(i % 3 == 0 ? SOUND : PICTURE, i / 5));
        }
        return film.toByteArray();
    }

    private static byte[] only(byte[] film, int pid) {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        for (int at = 0; at < film.length; at += 188) {
            if ((((film[at + 1] & 0x1f) << 8) | (film[at + 2] & 0xff)) == pid) {
                packets.write(film, at, 188);
            }
        }
        return packets.toByteArray();
    }

    private ContentServer contentServer(byte[] film) throws Exception {
        Path file = Files.write(folder.resolve("film.ts"), film);
        StreamSettings settings = StreamSettings
                .of(FILM, group, roles.loopback.getName(), Sources.parse("file:" + file + "?rate=4M"))
                .withLabels(LabelRules.parse(List.of("premium=pid:" + SOUND, "basic=rest")))
                .withRekeying(RekeyPolicy.DEFAULT);
        return roles.contentServer(new NodeName("studio"), List.of(settings));
    }

    private Client client(String name) {
        NodeName node = new NodeName(name);
        return roles.client(node, group, SinkSpec.parse("file:" + folder.resolve(name), node));
    }

    private static ClientCounters counters(Client client) {
        return client.snapshot().join().counters();
    }

    private static StreamSnapshot stream(ContentServer server) {
        return server.snapshot().join().streams().getFirst();
    }

}
