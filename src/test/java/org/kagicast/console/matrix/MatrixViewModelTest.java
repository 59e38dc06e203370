package org.kagicast.console.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.matrix.MatrixCell.Standing;
import org.kagicast.lab.Scenario;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The table of clients by streams")
class MatrixViewModelTest {

    private static final StreamName HALL = new StreamName("lecture-hall");
    private static final StreamName NEWS = new StreamName("news");

    private final FakeScreens screens = new FakeScreens();
    private final MatrixViewModel matrix = new MatrixViewModel(screens.model());

    @Test
    @DisplayName("tells who decrypts what, who was refused, and who has not asked")
    void standings() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
        assertThat(matrix.rows()).as("while nobody looks").isEmpty();
        matrix.want(true);
        assertThat(matrix.streamsProperty().get()).containsExactly(HALL, NEWS);
        assertThat(cell(0, HALL)).isEqualTo(new MatrixCell(Standing.DECRYPTS, "1"));
        assertThat(cell(0, NEWS)).isEqualTo(MatrixCell.NOT_ASKED);
        assertThat(cell(4, NEWS)).isEqualTo(new MatrixCell(Standing.REFUSED, "1"));
        screens.lab().rekey(new KeyLine(HALL), new RekeyCommand.Now());
        screens.turn(Duration.ofMillis(100));
        assertThat(cell(0, HALL)).isEqualTo(new MatrixCell(Standing.FETCHING, "2"));
    }

    @Test
    @DisplayName("R29 tells packets that nobody vouches for from a key that is refused")
    void notAuthentic() {
        screens.run(Scenario.CLASSROOM);
        screens.lab().setSigning(true);
        screens.lab().withholdManifests(HALL, true);
        screens.turn(Duration.ofSeconds(3));
        matrix.want(true);
        assertThat(cell(0, HALL).standing()).isEqualTo(Standing.NOT_AUTHENTIC);
        assertThat(cell(3, NEWS).standing()).isEqualTo(Standing.DECRYPTS);
    }

    @Test
    @DisplayName("has a row for each of two hundred clients")
    void crowd() {
        MatrixViewModel many = new MatrixViewModel(LiveScene.CROWD.make().model());
        many.want(true);
        assertThat(many.rows()).hasSize(200);
    }

    private MatrixCell cell(int row, StreamName stream) {
        return matrix.rows().get(row).state().cell(stream);
    }
}
