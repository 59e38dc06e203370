package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.text.Language;
import org.kagicast.lab.LabControl;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

@DisplayName("The session with the lab")
class LabSessionTest {

    private final ManualTime time = new ManualTime();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final List<Scenario> started = new ArrayList<>();
    private final List<Scenario> closed = new ArrayList<>();
    private Optional<RuntimeException> obstacle = Optional.empty();
    /// What happens while a lab starts.
    private Runnable meanwhile = () -> {
    };
    private final ConsoleModel model = new ConsoleModel(this::start, NodeDialer.NONE, Scenario.THIRD, Language.ENGLISH,
            time,
            ZoneOffset.UTC, Runnable::run, background::add);
    private final LabSession session = model.session();

    @Test
    @DisplayName("starts a lab in the background and then follows its snapshots")
    void starts() {
        session.start(Scenario.CLASSROOM);
        assertThat(state()).isEqualTo(LabState.STARTING);
        runBackground();
        assertThat(state()).isEqualTo(LabState.RUNNING);
        assertThat(session.scenarioProperty().get()).isEqualTo(Scenario.CLASSROOM);
        assertThat(model.frame().snapshot().orElseThrow().clients()).hasSize(5);
    }

    @Test
    @DisplayName("stops the one that runs before it starts another")
    void restarts() {
        running(Scenario.THIRD);
        session.start(Scenario.FIRST);
        assertThat(model.frame().snapshot()).isEmpty();
        runBackground();
        assertThat(closed).containsExactly(Scenario.THIRD);
        assertThat(started).containsExactly(Scenario.THIRD, Scenario.FIRST);
        assertThat(state()).isEqualTo(LabState.RUNNING);
    }

    @Test
    @DisplayName("tells in one sentence why a lab cannot start, and can try again")
    void cannotStart() {
        obstacle = Optional.of(new OperatorException("Port 5004 is in use: stop the other program."));
        running(Scenario.THIRD);
        assertThat(state()).isEqualTo(LabState.STOPPED);
        assertThat(model.notices().latestProperty().get())
                .contains(new Notices.Notice.Coded(
                        CodedMessage.plain("Port 5004 is in use: stop the other program.")));
        obstacle = Optional.empty();
        running(Scenario.THIRD);
        assertThat(state()).isEqualTo(LabState.RUNNING);
        assertThat(model.notices().latestProperty().get()).isEmpty();
    }

    @Test
    @DisplayName("names a fault without showing its innards")
    void fault() {
        obstacle = Optional.of(new IllegalStateException("innards"));
        running(Scenario.THIRD);
        assertThat(model.notices().latestProperty().get())
                .contains(new Notices.Notice.Fault("IllegalStateException"));
    }

    @Test
    @DisplayName("ignores further orders while a lab starts")
    void busy() {
        session.start(Scenario.THIRD);
        session.start(Scenario.FIRST);
        session.stop();
        runBackground();
        assertThat(started).containsExactly(Scenario.THIRD);
        assertThat(closed).isEmpty();
    }

    @Test
    @DisplayName("stops the lab and shows nothing of it any more")
    void stops() {
        running(Scenario.THIRD);
        session.stop();
        assertThat(state()).isEqualTo(LabState.STOPPING);
        runBackground();
        assertThat(state()).isEqualTo(LabState.STOPPED);
        assertThat(closed).containsExactly(Scenario.THIRD);
        assertThat(model.frame().snapshot()).isEmpty();
        assertThat(session.picture(new NodeName("client-1"))).isEmpty();
    }

    @Test
    @DisplayName("ends only when the lab that was just starting has been closed, too")
    void endsWhileStarting() {
        List<Scenario> closedBeforeTheEnd = new ArrayList<>();
        meanwhile = () -> session.end(() -> closedBeforeTheEnd.addAll(closed));
        running(Scenario.THIRD);
        assertThat(closedBeforeTheEnd).containsExactly(Scenario.THIRD);
        assertThat(closed).hasSize(1);
    }

    @Test
    @DisplayName("does not start a lab any more that waits for its turn as the window is closed")
    void endsBeforeStarting() {
        running(Scenario.THIRD);
        session.start(Scenario.FIRST);
        AtomicBoolean ended = new AtomicBoolean();
        session.end(() -> ended.set(true));
        runBackground();
        assertThat(ended).isTrue();
        assertThat(started).containsExactly(Scenario.THIRD);
        assertThat(closed).containsExactly(Scenario.THIRD);
    }

    @Test
    @DisplayName("tells why a command was refused")
    void refused() {
        running(Scenario.THIRD);
        model.rekey(new StreamName("lecture-hall"), new RekeyCommand.Cancel());
        runBackground();
        assertThat(model.notices().latestProperty().get()).get().isInstanceOf(Notices.Notice.Coded.class);
    }

    @Test
    @DisplayName("lets the clock go on between snapshots, and costs nothing when stopped")
    void beats() {
        List<Frame> frames = new ArrayList<>();
        model.show(frames::add);
        running(Scenario.THIRD);
        time.turn(Duration.ofSeconds(1));
        assertThat(frames).hasSizeBetween(10, 20);
        session.stop();
        runBackground();
        frames.clear();
        time.turn(Duration.ofSeconds(10));
        assertThat(frames).isEmpty();
    }

    private LabState state() {
        return session.stateProperty().get();
    }

    private void running(Scenario scenario) {
        session.start(scenario);
        runBackground();
    }

    private void runBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    private LabControl start(Scenario scenario) {
        obstacle.ifPresent(fault -> {
            throw fault;
        });
        started.add(scenario);
        meanwhile.run();
        return new FakeLab(time, Runnable::run, scenario) {
            @Override
            public void close() {
                super.close();
                closed.add(scenario);
            }
        };
    }
}
