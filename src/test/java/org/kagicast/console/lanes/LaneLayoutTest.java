package org.kagicast.console.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.LiveScene;

@DisplayName("The rows of the lanes")
class LaneLayoutTest {

    /// 1440×900 without the header, the command bar, the status bar, and the lines above the lanes.
    private static final double USUAL_ROOM = 900 - 48 - 64 - 30 - 64;

    @Test
    @DisplayName("of twenty folded streams fit into 1440×900")
    void twenty() {
        List<LaneRow> rows = rows(LiveScene.TWENTY);
        assertThat(rows).hasSize(20).allMatch(LaneRow.Folded.class::isInstance);
        LaneLayout layout = LaneLayout.of(rows, USUAL_ROOM);
        assertThat(layout.height()).isLessThanOrEqualTo(USUAL_ROOM);
        assertThat(layout.height(0)).isBetween(33.0, 38.0);
        assertThat(layout.seen(0, USUAL_ROOM)).hasSize(20);
    }

    @Test
    @DisplayName("grow with the room, and scroll where there is not enough")
    void grow() {
        List<LaneRow> rows = rows(LiveScene.REST);
        LaneLayout usual = LaneLayout.of(rows, LaneLayout.usualHeight(rows));
        LaneLayout large = LaneLayout.of(rows, LaneLayout.usualHeight(rows) * 1.5);
        LaneLayout small = LaneLayout.of(rows, 120);
        assertThat(usual.height()).isLessThanOrEqualTo(LaneLayout.usualHeight(rows));
        assertThat(large.height(1)).isGreaterThan(usual.height(1) * 1.4);
        assertThat(large.height()).isLessThanOrEqualTo(LaneLayout.usualHeight(rows) * 1.5);
        assertThat(small.height(0)).isEqualTo(usual.height(0));
        assertThat(small.seen(0, 120)).hasSizeLessThan(rows.size());
        assertThat(small.at(small.top(2) + 1)).contains(2);
        assertThat(small.at(small.height() + 1)).isEmpty();
    }

    @Test
    @DisplayName("of one lane stand on one card")
    void cards() {
        LaneLayout layout = LaneLayout.of(rows(LiveScene.REST), 400);
        List<Integer> heads = IntStream.range(0, layout.rows().size()).filter(layout::isFirstOfCard).boxed().toList();
        assertThat(heads).hasSize(2).allSatisfy(
                row -> assertThat(layout.rows().get(row)).isInstanceOf(LaneRow.Head.class));
        assertThat(layout.isLastOfCard(3)).isTrue();
        assertThat(layout.top(4)).isGreaterThan(layout.cardBottom(3));
    }

    private static List<LaneRow> rows(LiveScene scene) {
        return new LanesViewModel(scene.make().model()).rowsProperty().get();
    }
}
