package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Role;

@DisplayName("What a lab did")
class LabSummaryTest {

    @Test
    @DisplayName("tells how many keys a key server has, however few of them are shown")
    void keys() {
        KeyServerSnapshot server = new KeyServerSnapshot(new NodeName("ks"), Role.KEY_SERVER, Optional.empty(), "table",
                1, 0, 0, 0, List.of(), Optional.empty(), Map.of(KeyState.ACTIVE, 1, KeyState.DESTROYED, 12_344));
        NodeSnapshot snapshot = new NodeSnapshot(new NodeName("lab"), Instant.EPOCH, 1, List.of(server), List.of(),
                List.of());
        assertThat(LabSummary.of(Scenario.THIRD, 1, snapshot).keyServers()).singleElement()
                .satisfies(part -> assertThat(part.keys()).isEqualTo(12_345));
    }
}
