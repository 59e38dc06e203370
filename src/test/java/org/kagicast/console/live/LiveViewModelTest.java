package org.kagicast.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.settings.Preferences;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;

@DisplayName("The Live screen's view model")
class LiveViewModelTest {

    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final LiveViewModel live = new LiveViewModel(screens.model());

    @Test
    @DisplayName("R24 shows each key server with its keys and how much it is asked")
    void keyServers() {
        running(Scenario.CLASSROOM);
        assertThat(live.keyServers()).singleElement().satisfies(server -> {
            assertThat(server.state().detail()).startsWith("2 keys · ");
            assertThat(server.state().tip()).startsWith("revision 6 of its key table");
        });
    }

    @Test
    @DisplayName("selects the first stream, keeps the selection, and takes another when it is gone")
    void selection() {
        running(Scenario.CLASSROOM);
        assertThat(live.selection().streamProperty().get()).contains(HALL);
        live.selection().select(new StreamName("news"));
        screens.turn(Duration.ofSeconds(1));
        assertThat(live.selection().streamProperty().get()).contains(new StreamName("news"));
        live.lanes().remove(new NodeName("content-2"));
        assertThat(live.selection().streamProperty().get()).contains(HALL);
    }

    @Test
    @DisplayName("R15 shows how far a key slave's copy is behind, and since when")
    void copy() {
        Instant since = Instant.parse("2026-01-01T10:42:07Z");
        assertThat(copy(new CopyState(true, 0, Optional.empty()))).isEqualTo("in step");
        assertThat(copy(new CopyState(true, 3, Optional.of(since)))).isEqualTo("3 revisions behind since 10:42:07");
        assertThat(copy(new CopyState(false, 0, Optional.of(since)))).isEqualTo("not known in step since 10:42:07");
    }

    @Test
    @DisplayName("empties with the lab")
    void empties() {
        running(Scenario.THIRD);
        assertThat(live.emptyProperty().get().isEmpty()).isFalse();
        screens.model().session().stop();
        assertThat(live.emptyProperty().get().isEmpty()).isTrue();
        assertThat(live.keyServers()).isEmpty();
        assertThat(live.lanes().lanes()).isEmpty();
        assertThat(live.wall().tiles()).isEmpty();
    }

    @Test
    @DisplayName("shows pictures under the lanes, of a crowd a table, of many lanes nothing, and else what somebody chose")
    void lower() {
        assertThat(lower(LiveScene.REST)).isEqualTo(Lower.PICTURES);
        assertThat(lower(LiveScene.CROWD)).isEqualTo(Lower.MATRIX);
        assertThat(lower(LiveScene.TWENTY)).isEqualTo(Lower.NOTHING);
        assertThat(lower(LiveScene.REMOTE)).isEqualTo(Lower.NOTHING);
        running(Scenario.CLASSROOM);
        assertThat(live.wall().tiles()).hasSize(5);
        live.choose(Lower.MATRIX);
        assertThat(live.wall().tiles()).isEmpty();
        assertThat(live.matrix().rows()).hasSize(5);
        FakeScreens again = new FakeScreens(new Preferences(screens.model().preferences().all()));
        assertThat(new LiveViewModel(LiveScene.REST.make(again).model()).lowerProperty().get())
                .isEqualTo(Lower.MATRIX);
    }

    private static Lower lower(LiveScene scene) {
        return new LiveViewModel(scene.make().model()).lowerProperty().get();
    }

    private String copy(CopyState state) {
        return KeyServerCardState
                .of(new KeyServerSnapshot(new NodeName("slave-1"), Role.KEY_SLAVE, Optional.empty(), "table",
                        7, 0, 0, 0, List.of(), Optional.of(state)), screens.model().frame())
                .copy();
    }

    private void running(Scenario scenario) {
        screens.run(scenario);
        screens.turn(Duration.ofSeconds(3));
    }
}
