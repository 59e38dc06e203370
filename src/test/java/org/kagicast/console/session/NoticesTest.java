package org.kagicast.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.session.Notices.Notice;
import org.kagicast.console.session.Notices.Severity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

@DisplayName("Notices")
class NoticesTest {

    private final ManualTime time = new ManualTime();
    private final Notices notices = new Notices(time, Runnable::run);

    @Test
    @DisplayName("that come again are counted and stand once, at the time of the last")
    void counted() {
        notices.tell(new OperatorException("The disk is full."));
        notices.result("Key 42 is in use.");
        time.turn(Duration.ofMinutes(1));
        notices.tell(new OperatorException("The disk is full."));
        assertThat(notices.history()).extracting(Notices.Told::notice)
                .containsExactly(new Notice.Coded(CodedMessage.plain("The disk is full.")),
                        new Notice.Sentence("Key 42 is in use."));
        assertThat(notices.history().getFirst().count()).isEqualTo(2);
        assertThat(notices.history().getFirst().at()).isEqualTo(time.now());
        assertThat(notices.shownProperty().get()).contains(notices.history().getFirst());
    }

    @Test
    @DisplayName("can be read again when they are dismissed, the latest 50 of them")
    void history() {
        for (int number = 1; number <= 200; number++) {
            notices.warn("Warning " + number);
        }
        notices.dismiss();
        assertThat(notices.shownProperty().get()).isEmpty();
        assertThat(notices.latestProperty().get()).isEmpty();
        assertThat(notices.history()).hasSize(50).first()
                .satisfies(told -> assertThat(told.notice()).isEqualTo(new Notice.Sentence("Warning 200")));
    }

    @Test
    @DisplayName("of results go by themselves, those of errors stay")
    void resultsGo() {
        notices.tell("Something failed.");
        time.turn(Duration.ofHours(1));
        assertThat(notices.shownProperty().get().map(Notices.Told::severity)).contains(Severity.ERROR);
        notices.result("Key 42 is in use.");
        time.turn(Duration.ofSeconds(7));
        notices.result("Key 43 is in use.");
        time.turn(Duration.ofSeconds(7));
        assertThat(notices.latestProperty().get()).as("the next one has its own time")
                .isEqualTo(Optional.of(new Notice.Sentence("Key 43 is in use.")));
        time.turn(Duration.ofSeconds(1));
        assertThat(notices.latestProperty().get()).isEmpty();
    }
}
