package org.kagicast.console.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.Picture;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The pictures")
class WallViewModelTest {

    private final FakeScreens screens = new FakeScreens();
    private final WallViewModel wall = new WallViewModel(screens.model());

    @Test
    @DisplayName("R24 are framed by the key that opened them, and change the frame at the switch")
    void framed() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
        assertThat(wall.tiles()).as("while nobody looks").isEmpty();
        wall.want(true);
        assertThat(tile(0).key()).map(KeyLook::number).contains("1");
        assertThat(tile(4).key()).as("of the eavesdropper").isEmpty();
        assertThat(wall.picture(new NodeName("eavesdropper"))).get().isInstanceOf(Picture.Raster.class);
        assertThat(wall.picture(new NodeName("client-1"))).get().isInstanceOf(Picture.TestCard.class);
        screens.lab().rekey(new KeyLine(new StreamName("lecture-hall")),
                new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(2))));
        screens.turn(Duration.ofSeconds(1));
        assertThat(tile(0).key()).map(KeyLook::number).contains("1");
        screens.turn(Duration.ofSeconds(2));
        assertThat(tile(0).key()).map(KeyLook::number).contains("2");
    }

    @Test
    @DisplayName("R23 of other machines stay there")
    void remote() {
        screens.connect();
        wall.want(true);
        screens.turn(Duration.ofSeconds(4));
        assertThat(wall.presentProperty().get()).isFalse();
        assertThat(wall.tiles()).isEmpty();
        assertThat(wall.picture(new NodeName("client-1"))).isEmpty();
    }

    private TileState tile(int index) {
        return wall.tiles().get(index).state();
    }
}
