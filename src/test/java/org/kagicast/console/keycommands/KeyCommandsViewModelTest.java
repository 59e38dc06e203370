package org.kagicast.console.keycommands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.keycommands.KeyCommandsState.CommandButton;
import org.kagicast.console.keycommands.KeyCommandsState.Outcome;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

@DisplayName("The key commands")
class KeyCommandsViewModelTest {

    private static final StreamName NEWS = new StreamName("news");

    private final FakeScreens screens = new FakeScreens();
    private final KeyCommandsViewModel commands = new KeyCommandsViewModel(screens.model());

    @Test
    @DisplayName("R25 keep their places: what does not apply is disabled and says why")
    void places() {
        running();
        assertThat(texts()).containsExactly("Announce", "Change now", "Switch", "Hold", "Cancel");
        assertThat(applying()).containsExactly(KeyCommand.ANNOUNCE, KeyCommand.CHANGE_NOW);
        assertThat(button(KeyCommand.CANCEL).tip())
                .isEqualTo("No change of lecture-hall is announced: announce one first.");
        commands.order(KeyCommand.ANNOUNCE);
        assertThat(texts()).containsExactly("Announce", "Change now", "Switch to 2", "Hold 2", "Cancel 2");
        assertThat(applying()).containsExactly(KeyCommand.CHANGE_NOW, KeyCommand.SWITCH_NOW, KeyCommand.HOLD,
                KeyCommand.CANCEL);
        assertThat(button(KeyCommand.ANNOUNCE).tip())
                .isEqualTo("Key lecture-hall 2 is announced already: switch to it or cancel it.");
    }

    @ParameterizedTest
    @EnumSource(value = KeyCommand.class, names = {"SWITCH_NOW", "HOLD", "CANCEL"})
    @DisplayName("R25 a press that ends after the switch is about the key it began with, and does nothing else")
    void lateAboutChange(KeyCommand command) {
        running();
        commands.order(KeyCommand.ANNOUNCE);
        screens.turn(Duration.ofMillis(4_900));
        KeyPress press = commands.press(command);
        screens.turn(Duration.ofMillis(300));
        long inUse = keyInUse();
        commands.order(press);
        assertThat(keyInUse()).isEqualTo(inUse);
        assertThat(stream().pending()).isEmpty();
        assertThat(screens.notice().orElseThrow()).contains("is in use already");
    }

    @ParameterizedTest
    @EnumSource(value = KeyCommand.class, names = {"SWITCH_NOW", "HOLD", "CANCEL"})
    @DisplayName("R25 a press that ends when another key is announced leaves that one alone")
    void lateAboutAnotherChange(KeyCommand command) {
        running();
        commands.order(KeyCommand.ANNOUNCE);
        KeyPress press = commands.press(command);
        commands.order(KeyCommand.CANCEL);
        screens.turn(Duration.ofSeconds(1));
        commands.order(KeyCommand.ANNOUNCE);
        var pending = stream().pending().orElseThrow();
        commands.order(press);
        screens.turn(Duration.ofMillis(100));
        assertThat(stream().pending().orElseThrow().keyId()).isEqualTo(pending.keyId());
        assertThat(stream().pending().orElseThrow().hold()).isEmpty();
        assertThat(screens.notice()).isPresent();
    }

    @Test
    @DisplayName("R25 a late press of Announce does not announce for another stream")
    void boundToStream() {
        running();
        KeyPress press = commands.press(KeyCommand.ANNOUNCE);
        screens.model().selection().select(NEWS);
        commands.order(press);
        assertThat(stream().pending()).isPresent();
        assertThat(screens.model().frame().snapshot().orElseThrow().contentServers().getLast().streams().getFirst()
                .pending()).isEmpty();
    }

    @Test
    @DisplayName("R25 the second press of a double click is none")
    void doubleClick() {
        running();
        commands.order(commands.press(KeyCommand.CHANGE_NOW));
        long once = keyInUse();
        commands.order(commands.press(KeyCommand.CHANGE_NOW));
        assertThat(keyInUse()).isEqualTo(once);
        screens.turn(Duration.ofSeconds(1));
        commands.order(commands.press(KeyCommand.CHANGE_NOW));
        assertThat(keyInUse()).isGreaterThan(once);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("R25 announce with the chosen lead time, remembered for each stream")
    void leadTime() {
        running();
        commands.choose(20);
        screens.model().selection().select(NEWS);
        assertThat(commands.seconds()).isEqualTo(5);
        screens.model().selection().select(new StreamName("lecture-hall"));
        assertThat(commands.seconds()).isEqualTo(20);
        commands.order(KeyCommand.ANNOUNCE);
        assertThat(
                stream().pending().map(change -> Duration.between(change.announced(), change.switchAt()).toSeconds()))
                .contains(20L);
    }

    @Test
    @DisplayName("R25 hold the announced change: it does not switch at its time, and can still be brought forward")
    void holdAndSwitch() {
        running();
        commands.order(KeyCommand.ANNOUNCE);
        commands.order(KeyCommand.HOLD);
        assertThat(applying()).containsExactly(KeyCommand.CHANGE_NOW, KeyCommand.SWITCH_NOW, KeyCommand.CANCEL);
        screens.turn(Duration.ofSeconds(20));
        assertThat(keyInUse()).isEqualTo(1);
        assertThat(outcome().text()).isEqualTo(
                "Key lecture-hall 2 is held until you switch or cancel; 3 of 3 clients have it.");
        commands.order(KeyCommand.SWITCH_NOW);
        assertThat(keyInUse()).isEqualTo(3);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("say beforehand what will happen, count down, and tell the result afterwards")
    void outcomes() {
        running();
        assertThat(outcome())
                .isEqualTo(new Outcome("Announce: 3 clients fetch the next key within 5 s, nothing is late."
                        + " Change now: up to 3 clients wait a moment for the key.", Outcome.Kind.BEFOREHAND));
        commands.order(KeyCommand.ANNOUNCE);
        screens.turn(Duration.ofSeconds(4));
        assertThat(outcome()).isEqualTo(new Outcome("Key lecture-hall 2 takes over in 1.0 s; 3 of 3 clients have it.",
                Outcome.Kind.COMING));
        screens.turn(Duration.ofSeconds(2));
        assertThat(outcome()).isEqualTo(new Outcome(
                "Key lecture-hall 2 is in use: 3 of 3 clients had it, 0 packets late, 0 lost.", Outcome.Kind.GOOD));
        screens.turn(KeyCommandsState.RESULT_SHOWN);
        assertThat(outcome().kind()).isEqualTo(Outcome.Kind.BEFOREHAND);
        commands.order(KeyCommand.CHANGE_NOW);
        screens.turn(Duration.ofSeconds(1));
        assertThat(outcome().text()).startsWith("Key lecture-hall 3 is in use, changed at once: ");
    }

    @Test
    @DisplayName("R25 nothing can be ordered of a stream whose node is silent")
    void silent() {
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        commands.order(KeyCommand.ANNOUNCE);
        screens.node(7401).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(12));
        assertThat(applying()).isEmpty();
        assertThat(outcome().text()).startsWith("Nothing can be ordered: no connection to studio (10.0.0.4:7401) for ");
    }

    @Test
    @DisplayName("R25 change the keys of all streams")
    void allStreams() {
        running();
        commands.announceAll();
        assertThat(screens.model().frame().snapshot().orElseThrow().contentServers())
                .allSatisfy(server -> assertThat(server.streams().getFirst().pending()).isPresent());
        commands.changeAllNow();
        assertThat(screens.model().frame().snapshot().orElseThrow().contentServers())
                .allSatisfy(server -> assertThat(server.streams().getFirst().pending()).isEmpty());
    }

    @Test
    @DisplayName("R25 change the keys of all streams of the domain in view, and of no other")
    void allStreamsInView() {
        running();
        screens.connect();
        screens.turn(Duration.ofSeconds(1));
        commands.changeAllNow();
        assertThat(screens.node(7401).orders()).hasSize(2);
        screens.model().view(Domain.lab());
        assertThat(keyInUse()).isEqualTo(1);
    }

    @Test
    @DisplayName("do nothing by the keyboard that the buttons do not offer")
    void keyboardAtRest() {
        running();
        commands.order(KeyCommand.CANCEL);
        commands.order(KeyCommand.SWITCH_NOW);
        assertThat(keyInUse()).isEqualTo(1);
        assertThat(screens.notice()).isEmpty();
    }

    @Test
    @DisplayName("are as many in Japanese")
    void japanese() {
        screens.model().speak(Language.JAPANESE);
        running();
        commands.order(KeyCommand.ANNOUNCE);
        assertThat(texts()).containsExactly("予告", "即時変更", "2 に切替", "2 を保留", "2 を取消");
        assertThat(outcome().text()).startsWith("鍵 lecture-hall 2 に ");
    }

    private void running() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(1));
    }

    private java.util.List<String> texts() {
        return Arrays.stream(KeyCommand.values()).map(command -> button(command).text()).toList();
    }

    private java.util.List<KeyCommand> applying() {
        return commands.stateProperty().get().buttons().entrySet().stream().filter(entry -> entry.getValue().applies())
                .map(Map.Entry::getKey).sorted().collect(Collectors.toList());
    }

    private CommandButton button(KeyCommand command) {
        return Objects.requireNonNull(commands.stateProperty().get().buttons().get(command));
    }

    private Outcome outcome() {
        return commands.stateProperty().get().outcome();
    }

    private StreamSnapshot stream() {
        return screens.model().frame().snapshot().orElseThrow().contentServers().getFirst().streams().getFirst();
    }

    private long keyInUse() {
        return stream().inUse().orElseThrow().keyId().value();
    }
}
