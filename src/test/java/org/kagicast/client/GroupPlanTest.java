package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.multicast.Interfaces;

/// What a reload does to which group.
class GroupPlanTest {

    private static final NodeName NAME = new NodeName("screen");
    private static final ClientSettings ONE = group("count", "239.2.0.1:5004");
    private static final ClientSettings TWO = group("file:/tmp/two.ts", "239.2.0.2:5004");

    @Test
    @DisplayName("groups with the same settings are kept, others added, remade, adapted and removed")
    void plan() {
        ClientSettings three = group("count", "239.2.0.3:5004", "239.2.0.4:5004");
        ClientSettings otherTwo = group("count", "239.2.0.2:5004");
        ClientSettings patient = ONE.withLimits(ONE.limits().withKeyIdle(Duration.ofHours(1)));

        GroupPlan plan = GroupPlan.of(List.of(ONE, TWO, group("count", "239.2.0.9:5004")), Set.of(),
                List.of(patient, otherTwo, three));

        assertThat(plan.added()).containsExactly(three);
        assertThat(plan.remade()).containsExactly(otherTwo);
        assertThat(plan.adapted()).containsExactly(patient);
        assertThat(plan.text()).isEqualTo("added: 239.2.0.3:5004, 239.2.0.4:5004; remade: 239.2.0.2:5004; given another"
                + " --key-idle as they run: 239.2.0.1:5004; removed: 239.2.0.9:5004; not touched: 0");
    }

    @Test
    @DisplayName("a group is not touched when only the number of the others changes, and remade when its sink has ended")
    void shares() {
        ClientSettings share = ONE.withLimits(ClientLimits.DEFAULTS.forEachOf(200));

        assertThat(GroupPlan.of(List.of(ONE), Set.of(), List.of(share)).text()).isEqualTo("not touched: 1");
        assertThat(GroupPlan.of(List.of(ONE), Set.of(ONE.groups()), List.of(ONE)).remade()).containsExactly(ONE);
    }

    @Test
    @DisplayName("no group, one group twice, or two that write to one file: one sentence with the names")
    void refused() {
        refused("and here are 0");
        refused("The group 239.2.0.1:5004 is there twice", ONE, group("count", "239.2.0.7:5004", "239.2.0.1:5004"));
        refused("The groups 239.2.0.2:5004 and 239.2.0.8:5004 both write to the file /tmp/two.ts", TWO,
                group("file:/tmp/two.ts", "239.2.0.8:5004"));
        refused("both write to standard output", group("-", "239.2.0.1:5004"), group("-", "239.2.0.2:5004"));
    }

    @Test
    @DisplayName("two hundred groups together may hold and ask for little more than one client may")
    void limits() {
        ClientLimits one = ClientLimits.DEFAULTS;
        ClientLimits each = one.forEachOf(200);

        assertThat(200 * each.heldBytes()).isLessThanOrEqualTo(one.heldBytes() * 5 / 4);
        assertThat(each.fetchesPerSecond()).isEqualTo(2);
        assertThat(one.forEachOf(1)).isEqualTo(one);
    }

    private static void refused(String sentence, ClientSettings... settings) {
        assertThatThrownBy(() -> GroupPlan.of(List.of(), Set.of(), List.of(settings)))
                .isInstanceOf(OperatorException.class).hasMessageContaining(sentence);
    }

    private static ClientSettings group(String sink, String... groups) {
        return new ClientSettings(NAME, Arrays.stream(groups).map(MulticastGroup::parse).toList(),
                Interfaces.find("lo"), SinkSpec.parse(sink, NAME), ClientLimits.DEFAULTS);
    }
}
