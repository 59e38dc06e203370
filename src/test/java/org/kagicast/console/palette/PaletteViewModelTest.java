package org.kagicast.console.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.keycommands.KeyCommandsViewModel;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

@DisplayName("The palette")
class PaletteViewModelTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final KeyCommandsViewModel keys = new KeyCommandsViewModel(screens.model());
    private final List<String> ran = new ArrayList<>();

    @Test
    @DisplayName("shows what has all words typed, in any order and case, what begins so first")
    void finds() {
        PaletteViewModel palette = open(List.of(entry("Size: Larger"), entry("Theme: Light"), entry("Theme: Dark"),
                entry("dark horse"), new Entry("Dark but not now", "", "It is day.", () -> ran.add("wrong"))));
        palette.textProperty().set("DARK");
        assertThat(texts(palette)).containsExactly("dark horse", "Dark but not now", "Theme: Dark");
        palette.textProperty().set("dark th");
        assertThat(texts(palette)).containsExactly("Theme: Dark");
        palette.textProperty().set("nothing");
        assertThat(texts(palette)).isEmpty();
        palette.runSelected();
        assertThat(palette.openProperty().get()).isTrue();
    }

    @Test
    @DisplayName("does the selected line and closes; a line that does not apply does nothing and stays")
    void runs() {
        PaletteViewModel palette = open(List.of(entry("one"),
                new Entry("two", "", "Not now.", () -> ran.add("wrong")), entry("three")));
        palette.move(1);
        palette.runSelected();
        assertThat(ran).isEmpty();
        assertThat(palette.openProperty().get()).isTrue();
        palette.move(5);
        palette.runSelected();
        assertThat(ran).containsExactly("three");
        assertThat(palette.openProperty().get()).isFalse();
        assertThat(palette.entriesProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("shows no more lines than anybody reads")
    void bounded() {
        List<Entry> many = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            many.add(entry("client-" + number));
        }
        PaletteViewModel palette = open(many);
        assertThat(texts(palette)).hasSize(PaletteViewModel.MOST);
        palette.textProperty().set("client-999");
        assertThat(texts(palette)).containsExactly("client-999");
    }

    @Test
    @DisplayName("R25 has the five commands of each stream, with the reason where one does not apply, and orders of that stream")
    void keysOfEachStream() {
        running();
        List<Entry> entries = new KeyEntries(keys, screens.model()).entries("");
        assertThat(entries).extracting(Entry::text).containsExactly("lecture-hall: Announce",
                "lecture-hall: Change now",
                "lecture-hall: Switch", "lecture-hall: Hold", "lecture-hall: Cancel", "news: Announce",
                "news: Change now", "news: Switch", "news: Hold", "news: Cancel");
        assertThat(entries.get(0).keys()).isEqualTo("Ctrl+N");
        assertThat(entries.get(4).keys()).isEqualTo("Ctrl+Backspace");
        assertThat(entries.get(5).keys()).as("keys are about the selected stream").isEmpty();
        assertThat(entries.get(9).whyNot()).isEqualTo("No change of news is announced: announce one first.");
        entries.get(5).run().run();
        screens.turn(Duration.ofSeconds(1));
        assertThat(coming(NEWS)).isPresent();
        assertThat(coming(HALL)).isEmpty();
        assertThat(screens.model().selection().streamProperty().get()).contains(NEWS);
        Entry announce = new KeyEntries(keys, screens.model()).entries("").getFirst();
        assertThat(announce.text()).isEqualTo("news: Announce");
        assertThat(announce.whyNot()).contains("is announced already");
    }

    @Test
    @DisplayName("R25 cancels the key that its line names and no other, though another is the coming one by then")
    void boundToItsKey() {
        running();
        announce();
        Entry cancel = new KeyEntries(keys, screens.model()).entries("").stream()
                .filter(each -> each.text().startsWith("lecture-hall: Cancel")).findFirst().orElseThrow();
        assertThat(cancel.text()).matches("lecture-hall: Cancel \\d+");
        screens.model().rekey(HALL, new RekeyCommand.SwitchNow(Optional.empty()));
        screens.turn(Duration.ofSeconds(2));
        announce();
        cancel.run().run();
        screens.turn(Duration.ofSeconds(1));
        assertThat(coming(HALL)).as("the other change goes on").isPresent();
        assertThat(screens.notice()).isPresent();
    }

    @Test
    @DisplayName("leads to streams, clients, key servers, domains, nodes, and keys by their names")
    void goesTo() {
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        GoEntries go = new GoEntries(screens.model(), () -> ran.add("nodes"), key -> ran.add("key"));
        assertThat(go.entries("")).extracting(Entry::text).contains("news (stream)", "client-2 (client)",
                "key-server (key server)", "LAB (domain)", "demo (domain)", "Node studio (10.0.0.4:7401)");
        assertThat(go.entries("news 1")).extracting(Entry::text).contains("news 1 (key)");
        assertThat(go.entries("news 999")).extracting(Entry::text).doesNotContain("news 999 (key)");
        go.entries("news 1").stream().filter(entry -> entry.text().equals("news 1 (key)")).findFirst().orElseThrow()
                .run().run();
        assertThat(ran).containsExactly("key");
    }

    private Entry entry(String text) {
        return Entry.of(text, () -> ran.add(text));
    }

    private static PaletteViewModel open(List<Entry> entries) {
        PaletteViewModel palette = new PaletteViewModel(List.of(wanted -> entries));
        palette.toggle();
        return palette;
    }

    private static List<String> texts(PaletteViewModel palette) {
        return palette.entriesProperty().get().stream().map(Entry::text).toList();
    }

    private void running() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
    }

    private void announce() {
        screens.lab().rekey(new KeyLine(HALL), new RekeyCommand.Announce(Optional.of(Duration.ofMinutes(5))));
        screens.turn(Duration.ofSeconds(2));
    }

    private Optional<StreamSnapshot.PendingChange> coming(StreamName name) {
        return screens.model().frame().snapshot().orElseThrow().contentServers().stream()
                .flatMap(server -> server.streams().stream()).filter(stream -> stream.name().equals(name)).findFirst()
                .orElseThrow().pending();
    }
}
