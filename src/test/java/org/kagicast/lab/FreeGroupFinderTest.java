package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.SystemTime;

@DisplayName("The groups of a lab")
class FreeGroupFinderTest {

    @AutoClose
    private final SystemTime time = new SystemTime();
    @AutoClose
    private final MulticastTransport transport = MulticastTransport.open(1);
    private final FreeGroupFinder groups = new FreeGroupFinder(transport,
            Interfaces.find(LabOptions.of(Scenario.FIRST).networkInterface()), time);

    @Test
    @DisplayName("are its own, though another lab has not sent anything yet, and free once it has ended")
    void claims() {
        MulticastGroup first;
        try (FreeGroupFinder.Claim one = groups.first(); FreeGroupFinder.Claim other = groups.first()) {
            first = one.group();
            assertThat(other.group()).isNotEqualTo(first);
        }
        try (FreeGroupFinder.Claim again = groups.first()) {
            assertThat(again.group()).isEqualTo(first);
        }
    }
}
