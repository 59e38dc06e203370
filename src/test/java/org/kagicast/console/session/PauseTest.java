package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.events.EventLogs;
import org.kagicast.console.events.Happening;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.timeline.Audience;
import org.kagicast.lab.Scenario;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

@DisplayName("A console that stands still at an earlier moment")
class PauseTest {

    private static final StreamName NEWS = new StreamName("news");

    private final FakeScreens screens = new FakeScreens();
    private final EventLogs logs = new EventLogs(screens.model());
    private final ConsoleModel model = screens.model();

    @Test
    @DisplayName("shows every screen the key in use, the clients, the counts and the timeline of that moment")
    void past() {
        run();
        Instant then = model.time().now();
        long sent = stream(model.frame()).packetsSent();
        KeyId key = key(model.frame());
        screens.turn(Duration.ofMinutes(6));
        assertThat(key(model.frame())).isNotEqualTo(key);
        List<Frame> shown = new ArrayList<>();
        model.show(shown::add);
        model.pause(then);
        Frame frame = shown.getLast();
        assertThat(frame.isPast()).isTrue();
        assertThat(frame.now()).isBetween(then.minusSeconds(16), then);
        assertThat(key(frame)).isEqualTo(key);
        assertThat(stream(frame).packetsSent()).isLessThanOrEqualTo(sent);
        assertThat(frame.seen().numbers().name(key)).isEqualTo("news 1");
        assertThat(frame.seen().timeline().rows()).isNotEmpty();
        assertThat(frame.seen().lost()).isZero();
        assertThat(model.pausedProperty().get()).contains(frame.now());
    }

    @Test
    @DisplayName("misses nothing meanwhile, and shows it again when asked to")
    void live() {
        run();
        List<Instant> shown = new ArrayList<>();
        model.show(frame -> shown.add(frame.now()));
        model.pause(model.time().now());
        shown.clear();
        screens.turn(Duration.ofMinutes(2));
        assertThat(shown).isEmpty();
        assertThat(logs.of(Domain.lab()).events().getLast().noted()).isAfter(model.frame().now().plusSeconds(30));
        assertThat(model.history().moments().getLast()).isAfter(model.time().now().minusSeconds(2));
        model.live();
        assertThat(shown).containsExactly(model.time().now());
        assertThat(model.pausedProperty().get()).isEmpty();
        assertThat(model.frame().isPast()).isFalse();
    }

    @Test
    @DisplayName("R25 orders nothing, and says why")
    void noCommands() {
        run();
        model.pause(model.time().now());
        model.rekey(NEWS, new RekeyCommand.Now());
        model.members().revoke(new NodeName("client-4"));
        screens.turn(Duration.ofSeconds(3));
        assertThat(screens.notice()).hasValueSatisfying(
                notice -> assertThat(notice).contains("The command was not sent: you look at 00:00:0"));
        model.live();
        assertThat(key(model.frame())).isEqualTo(new KeyId(2));
        assertThat(client(model.frame(), "client-4").status()).isEqualTo(ClientSnapshot.Status.DECRYPTING);
    }

    @Test
    @DisplayName("R11 shows at the moment of an event, ten minutes later, what had happened by then")
    void atAnEvent() {
        run();
        model.members().revoke(new NodeName("client-4"));
        screens.turn(Duration.ofMinutes(10));
        Instant noted = logs.of(Domain.lab()).events().stream()
                .filter(event -> event.happening() == Happening.CLIENT_TROUBLE
                        && event.who().equals(Optional.of("client-4")))
                .findFirst().orElseThrow().noted();
        model.pauseAfter(noted);
        assertThat(Duration.between(noted, model.frame().now())).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(client(model.frame(), "client-4").status()).isEqualTo(ClientSnapshot.Status.NO_ACCESS);
    }

    @Test
    @DisplayName("R23 shows the nodes of another domain as they are")
    void otherDomain() {
        run();
        model.pause(model.time().now());
        screens.connect();
        screens.turn(Duration.ofSeconds(2));
        assertThat(model.frame().isPast()).isFalse();
        assertThat(model.domainProperty().get()).isEqualTo(FakeScreens.DEMO);
    }

    @Test
    @DisplayName("shows a lab that has stopped since")
    void stoppedLab() {
        run();
        Instant then = model.time().now();
        model.session().stop();
        assertThat(model.frame().snapshot()).isEmpty();
        model.pause(then);
        assertThat(model.frame().snapshot()).isPresent();
        assertThat(model.showingProperty().get()).isEqualTo(ViewState.NODES);
        screens.run(Scenario.THIRD);
        assertThat(model.frame().isPast()).isFalse();
    }

    @Test
    @DisplayName("goes on from moment to moment as if it were now")
    void stepByStep() {
        run();
        model.rekey(NEWS, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(5))));
        screens.turn(Duration.ofSeconds(20));
        Instant now = model.time().now();
        model.pause(now.minusSeconds(18));
        assertThat(stream(model.frame()).pending()).isPresent();
        for (int second = 17; second > 0; second--) {
            model.pause(now.minusSeconds(second));
        }
        assertThat(stream(model.frame()).pending()).isEmpty();
        assertThat(model.frame().seen().timeline().rows().stream().filter(row -> row.name().equals("news")).findFirst()
                .orElseThrow().spans()).hasSize(2);
    }

    private void run() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(5));
    }

    private static StreamSnapshot stream(Frame frame) {
        return Audience.streams(frame.snapshot().orElseThrow()).stream().filter(each -> each.name().equals(NEWS))
                .findFirst().orElseThrow();
    }

    private static KeyId key(Frame frame) {
        return stream(frame).inUse().orElseThrow().keyId();
    }

    private static ClientSnapshot client(Frame frame, String name) {
        return frame.snapshot().orElseThrow().clients().stream()
                .filter(client -> client.name().equals(new NodeName(name))).findFirst().orElseThrow();
    }
}
