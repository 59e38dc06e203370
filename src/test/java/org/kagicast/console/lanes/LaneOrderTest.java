package org.kagicast.console.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.StreamName;

@DisplayName("The order of lanes")
class LaneOrderTest {

    private static final StreamName A = new StreamName("a");
    private static final StreamName B = new StreamName("b");
    private static final StreamName C = new StreamName("c");
    private static final List<StreamName> NATURAL = List.of(A, B, C);

    private final LaneOrder order = new LaneOrder();

    @Test
    @DisplayName("is that of the nodes; a lane whose trouble lasts moves up, one whose trouble passes does not")
    void lasting() {
        assertThat(at(0, Set.of(C))).isEqualTo(NATURAL);
        assertThat(at(2_900, Set.of(C))).isEqualTo(NATURAL);
        assertThat(at(2_950, Set.of())).isEqualTo(NATURAL);
        assertThat(at(3_100, Set.of(C))).isEqualTo(NATURAL);
        assertThat(at(6_000, Set.of(C))).isEqualTo(NATURAL);
        assertThat(at(6_100, Set.of(C))).containsExactly(C, A, B);
    }

    @Test
    @DisplayName("lets a lane down only when it has been well for a while")
    void over() {
        at(0, Set.of(B));
        assertThat(at(3_000, Set.of(B))).containsExactly(B, A, C);
        assertThat(at(4_000, Set.of())).containsExactly(B, A, C);
        assertThat(at(9_000, Set.of(B))).containsExactly(B, A, C);
        assertThat(at(10_000, Set.of())).containsExactly(B, A, C);
        assertThat(at(20_000, Set.of())).isEqualTo(NATURAL);
    }

    @Test
    @DisplayName("does not change under a pressed mouse, but for lanes that come and go")
    void held() {
        at(0, Set.of(C));
        assertThat(order.of(NATURAL, Set.of(C), true, nanos(5_000))).isEqualTo(NATURAL);
        assertThat(order.of(List.of(new StreamName("new"), A, C), Set.of(C), true, nanos(6_000)))
                .containsExactly(A, C, new StreamName("new"));
        assertThat(at(6_100, Set.of(C))).containsExactly(C, A, B);
    }

    private List<StreamName> at(long millis, Set<StreamName> troubled) {
        return order.of(NATURAL, troubled, false, nanos(millis));
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
