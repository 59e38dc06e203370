package org.kagicast.console.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The Events screen")
class EventsViewModelTest {

    private final FakeScreens screens = new FakeScreens();
    private final List<Target> acknowledged = new ArrayList<>();
    private final EventLogs logs = new EventLogs(screens.model());
    private final EventsViewModel viewModel = new EventsViewModel(screens.model(), logs,
            part -> Optional.of(() -> acknowledged.add(part)));

    @TempDir
    private Path folder;

    @BeforeEach
    void run() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(5));
        screens.model().rekey(new StreamName("news"), new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("finds all words in any column, in either language, and says how many of how many")
    void filter() {
        int all = viewModel.shownProperty().get().size();
        viewModel.filterProperty().set("NEWS 2 at once");
        assertThat(shown()).containsExactly("Key news 2 is in use, changed at once: 37 packets late, 0 lost.");
        assertThat(viewModel.counted()).isEqualTo("1 of " + all);
        viewModel.filterProperty().set("即時変更 news");
        assertThat(shown()).isEmpty();
        screens.model().speak(Language.JAPANESE);
        assertThat(shown()).hasSize(2);
        assertThat(viewModel.counted()).isEqualTo(all + " 件中 2 件");
    }

    @Test
    @DisplayName("shows severities and kinds that are wanted, also of events to come")
    void severitiesAndKinds() {
        viewModel.show(Severity.INFO, false);
        assertThat(viewModel.shownProperty().get()).isNotEmpty()
                .allMatch(event -> event.severity() != Severity.INFO);
        viewModel.show(Severity.INFO, true);
        viewModel.show(EnumSet.of(Happening.Kind.ORDERS));
        assertThat(shown()).containsExactly("Change the key of news now: key news 2.");
        screens.model().rekey(new StreamName("news"), new RekeyCommand.Announce(Optional.empty()));
        screens.turn(Duration.ofSeconds(1));
        assertThat(shown()).containsExactly("Change the key of news now: key news 2.",
                "Announce the next key of news: key news 3.");
    }

    @Test
    @DisplayName("leads to the stream or client that an event is about")
    void jump() {
        viewModel.jump(event("eavesdropper: no access"));
        assertThat(screens.model().selection().revealedProperty().get())
                .contains(new Target.OfClient(new NodeName("eavesdropper")));
        viewModel.jump(event("Key news 2"));
        assertThat(screens.model().selection().streamProperty().get()).contains(new StreamName("news"));
    }

    @Test
    @DisplayName("acknowledges the problem that an event is about, and none of what was well")
    void acknowledge() {
        viewModel.acknowledging(event("eavesdropper: no access")).orElseThrow().run();
        assertThat(acknowledged).containsExactly(new Target.OfClient(new NodeName("eavesdropper")));
        assertThat(viewModel.acknowledging(event("Key news 2"))).isEmpty();
    }

    @Test
    @DisplayName("shows the log of the domain in view")
    void otherDomain() {
        viewModel.filterProperty().set("connected");
        assertThat(shown()).isEmpty();
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        assertThat(shown()).containsExactlyInAnyOrder("key-1 (10.0.0.4:7400) is connected.",
                "studio (10.0.0.4:7401) is connected.", "screens (10.0.0.4:7402) is connected.");
    }

    @Test
    @DisplayName("exports CSV and JSON with day and zone, and names a file that cannot be written")
    void export() throws IOException {
        viewModel.filterProperty().set("news 2");
        List<Event> events = List.copyOf(viewModel.shownProperty().get());
        Path csv = folder.resolve("events.csv");
        viewModel.exportCsv(csv, events);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).first().isEqualTo("time,latest,count,severity,kind,stream,key,keyId,who,sentence");
        assertThat(lines).hasSize(events.size() + 1).anySatisfy(line -> assertThat(line).matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z,.*,1,info,keys,news,news 2,\\d+,content-2,"
                        + "\"Key news 2 is in use, changed at once: 37 packets late, 0 lost.\""));
        Path json = folder.resolve("events.json");
        viewModel.exportJson(json, events);
        JsonNode read = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(read.size()).isEqualTo(events.size());
        JsonNode last = read.get(events.size() - 1);
        assertThat(last.get("event").asString()).isEqualTo("key-at-once");
        assertThat(KeyId.isValid(last.get("keyId").asLong())).isTrue();
        viewModel.exportCsv(folder.resolve("nowhere").resolve("x.csv"), events);
        assertThat(screens.notice()).hasValueSatisfying(notice -> assertThat(notice).contains("nowhere"));
    }

    @Test
    @DisplayName("R29 tells when an impostor begins and ends, and of clients whose packets nobody vouches for")
    void impostor() {
        screens.lab().setSigning(true);
        screens.lab().setImpostor(true);
        screens.turn(Duration.ofSeconds(3));
        assertThat(event("client-1: somebody who holds the key passes for the content server.").severity())
                .isEqualTo(Severity.WARNING);
        screens.lab().setImpostor(false);
        screens.turn(Duration.ofSeconds(20));
        assertThat(viewModel.sentence(event("client-1: nobody passes for the content server any more")))
                .matches(".*, after [\\d,]+ packets\\.");
        screens.lab().withholdManifests(new StreamName("news"), true);
        screens.turn(Duration.ofSeconds(2));
        assertThat(event("client-4: not authentic").severity()).isEqualTo(Severity.WARNING);
    }

    private Event event(String beginning) {
        return viewModel.shownProperty().get().stream()
                .filter(event -> viewModel.sentence(event).startsWith(beginning)).findFirst().orElseThrow();
    }

    private List<String> shown() {
        return viewModel.shownProperty().get().stream().map(viewModel::sentence).toList();
    }
}
