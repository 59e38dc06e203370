package org.kagicast.console.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.connect.NodesViewModel;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.LabState;
import org.kagicast.lab.Scenario;

@DisplayName("The start centre")
class StartViewModelTest {

    private final FakeScreens screens = new FakeScreens();
    private final NodesViewModel form = new NodesViewModel(screens.model(), Path.of("/operator"));
    private final StartViewModel start = new StartViewModel(screens.model(), form);

    @Test
    @DisplayName("stands there while there is neither a lab nor a domain, and at no other time")
    void shown() {
        assertThat(isShown()).as("at the first start").isTrue();
        start.start(Scenario.CLASSROOM);
        assertThat(isShown()).isFalse();
        assertThat(screens.model().session().stateProperty().get()).isEqualTo(LabState.RUNNING);
        screens.turn(Duration.ofSeconds(2));
        screens.model().session().stop();
        assertThat(isShown()).isTrue();
        screens.connect();
        assertThat(isShown()).isFalse();
        screens.model().view(Domain.lab());
        assertThat(isShown()).as("with a domain behind it").isTrue();
    }

    @Test
    @DisplayName("leads back to the domains that are held, and to the nodes of last time by the form")
    void places() {
        screens.connect();
        screens.model().remotes().know(List.of(FakeScreens.destination(7401), FakeScreens.destination(7409)));
        screens.model().view(Domain.lab());
        assertThat(start.placesProperty().get()).containsExactly(new FormerPlace.OfDomain(FakeScreens.DEMO, 3),
                new FormerPlace.OfNode(FakeScreens.destination(7409)));
        start.go(start.placesProperty().get().getLast());
        assertThat(form.openProperty().get()).isTrue();
        assertThat(form.addressProperty().get()).isEqualTo("10.0.0.4:7409");
        assertThat(form.sentenceProperty().get()).contains("no identity in /operator");
        start.go(start.placesProperty().get().getFirst());
        assertThat(screens.model().domainProperty().get()).isEqualTo(FakeScreens.DEMO);
    }

    @Test
    @DisplayName("lists no more places than fit, and none that was forgotten")
    void bounded() {
        screens.model().remotes().know(Stream.iterate(7500, port -> port + 1).limit(9).map(FakeScreens::destination)
                .toList());
        assertThat(start.placesProperty().get()).hasSize(StartViewModel.MOST_PLACES);
        assertThat(screens.model().remotes().destinations()).as("all are remembered").hasSize(9);
        form.forget(FakeScreens.destination(7500).address());
        assertThat(start.placesProperty().get()).doesNotContain(new FormerPlace.OfNode(FakeScreens.destination(7500)));
        assertThat(screens.model().remotes().destinations()).hasSize(8);
    }

    private boolean isShown() {
        return start.shownProperty().get();
    }
}
