package org.kagicast.console.keytables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.nodes.Domain;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The Key tables screen's view model")
class KeyTablesViewModelTest {

    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final KeyTablesViewModel tables = new KeyTablesViewModel(screens.model());

    @TempDir
    Path folder;

    @BeforeEach
    void look() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
        tables.seenProperty().set(true);
    }

    @Test
    @DisplayName("R24 shows every key table: of key servers, content servers and clients")
    void everyTable() {
        assertThat(tables.keyServers().rows()).hasSize(2);
        assertThat(tables.contentServers().rows()).hasSize(2);
        assertThat(tables.clients().rows()).hasSize(5);
        assertThat(tables.clients().owners()).map(NodeName::value).containsExactly("client-1", "client-2", "client-3",
                "client-4", "eavesdropper");
    }

    @Test
    @DisplayName("shows one role's table when asked to")
    void oneOwner() {
        tables.clients().ownerProperty().set(Optional.of(new NodeName("client-4")));
        assertThat(tables.clients().rows()).singleElement()
                .satisfies(row -> assertThat(row.owned().record().stream()).contains(new StreamName("news")));
        screens.lab().remove(new NodeName("client-4"));
        assertThat(tables.clients().ownerProperty().get()).isEmpty();
        assertThat(tables.clients().rows()).hasSize(4);
    }

    @Test
    @DisplayName("filters all tables by what the rows say")
    void filter() {
        tables.filterProperty().set(" NEWS ");
        assertThat(tables.keyServers().rows()).hasSize(1);
        assertThat(tables.contentServers().rows()).hasSize(1);
        assertThat(tables.clients().rows()).map(row -> row.owned().owner().value()).containsExactly("client-4",
                "eavesdropper");
        tables.filterProperty().set("");
        assertThat(tables.clients().rows()).hasSize(5);
    }

    @Test
    @DisplayName("keeps its rows, and flashes for a moment what has changed")
    void flashes() {
        Row<KeyRow> first = tables.keyServers().rows().getFirst();
        tables.rekey(HALL, new RekeyCommand.Now());
        assertThat(tables.keyServers().rows().getFirst()).isSameAs(first);
        assertThat(first.flashingProperty().get()).contains("state", "deactivated").doesNotContain("stream", "key");
        assertThat(first.look().phase()).isEqualTo(KeyPhase.FORMER);
        assertThat(tables.keyServers().rows().getLast().flashingProperty().get()).contains("key", "stream");
        screens.turn(Duration.ofSeconds(3));
        assertThat(first.flashingProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("does not flash counters that move all the time")
    void restless() {
        screens.turn(Duration.ofSeconds(1));
        assertThat(tables.contentServers().rows()).allMatch(row -> row.flashingProperty().get().isEmpty());
    }

    @Test
    @DisplayName("follows nothing while another screen is in front")
    void unseen() {
        tables.seenProperty().set(false);
        tables.rekey(HALL, new RekeyCommand.Now());
        assertThat(tables.keyServers().rows()).hasSize(2);
        tables.seenProperty().set(true);
        assertThat(tables.keyServers().rows()).hasSize(3);
    }

    @Test
    @DisplayName("R31 asks for the rows of key tables of the domain in view, and only while it is in front")
    void onDemand() {
        screens.connect();
        assertThat(screens.node(7400).tellsKeys()).isTrue();
        tables.seenProperty().set(false);
        assertThat(screens.node(7400).tellsKeys()).isFalse();
        tables.seenProperty().set(true);
        assertThat(screens.node(7400).tellsKeys()).isTrue();
        screens.model().view(Domain.lab());
        assertThat(screens.node(7400).tellsKeys()).isFalse();
    }

    @Test
    @DisplayName("R31 a console whose Key tables were never in front has asked for no rows, and shows how many keys there are")
    void neverAsked() {
        FakeScreens others = new FakeScreens();
        KeyTablesViewModel unseen = new KeyTablesViewModel(others.model());
        others.connect();
        others.turn(Duration.ofSeconds(2));
        assertThat(others.node(7400).tellsKeys()).isFalse();
        KeyServerSnapshot server = others.model().frame().snapshot().orElseThrow().keyServers().getFirst();
        assertThat(server.keys()).isEmpty();
        assertThat(server.keysInAll()).isEqualTo(2);
        unseen.seenProperty().set(true);
        others.turn(Duration.ofSeconds(1));
        assertThat(unseen.keyServers().rows()).hasSize(2);
    }

    @Test
    @DisplayName("R24 finds its rows as they were left, those selected too, when it comes to the front again")
    void comesBack() {
        Row<KeyRow> first = tables.keyServers().rows().getFirst();
        tables.seenProperty().set(false);
        screens.turn(Duration.ofSeconds(5));
        tables.seenProperty().set(true);
        assertThat(tables.keyServers().rows().getFirst()).isSameAs(first);
    }

    @Test
    @DisplayName("R23 shows the tables of nodes on other machines, and those of a silent one as last known")
    void otherMachines() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        assertThat(tables.keyServers().rows()).hasSize(2).noneMatch(row -> row.silentProperty().get());
        screens.node(7400).cutOff("The node does not answer.");
        tables.rekey(HALL, new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(1));
        assertThat(tables.keyServers().rows()).hasSize(2).allMatch(row -> row.silentProperty().get());
        assertThat(tables.contentServers().rows()).hasSize(3).noneMatch(row -> row.silentProperty().get());
    }

    @Test
    @DisplayName("exports what is shown as CSV, and never a key")
    void export() throws IOException {
        Path file = folder.resolve("keys.csv");
        List<List<String>> lines = tables.keyServers().rows().stream().map(tables.keyServers()::line).toList();
        tables.export(file, List.of("a", "b, \"c\""), lines);
        assertThat(Files.readAllLines(file)).hasSize(3).startsWith("a,\"b, \"\"c\"\"\"").element(1).asString()
                .startsWith("key-server,1,1,lecture-hall,content-1,aes-256-gcm,active,00:00:00,00:00:00,,");
    }

    @Test
    @DisplayName("tells when the file cannot be written")
    void cannotExport() {
        tables.export(folder.resolve("absent").resolve("keys.csv"), List.of(), List.of());
        assertThat(screens.notice()).get().asString().contains("cannot be written");
    }
}
