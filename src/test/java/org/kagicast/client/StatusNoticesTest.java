package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.client.MissingKeys.Cause;
import org.kagicast.client.MissingKeys.Topic;
import org.kagicast.client.StatusNotices.Standing;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent.Notice;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

/// What a client's log tells of its status.
class StatusNoticesTest {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Standing GOOD = standing(Status.DECRYPTING, "");

    private final ManualTime time = new ManualTime();
    private final List<String> told = new ArrayList<>();
    private final List<Severity> severities = new ArrayList<>();
    private StatusNotices notices;

    @BeforeEach
    void start() throws SocketException {
        ClientSettings settings = new ClientSettings(new NodeName("client-1"),
                List.of(MulticastGroup.parse("239.7.7.2:5004")),
                NetworkInterface.networkInterfaces().findFirst().orElseThrow(),
                SinkSpec.parse("count", new NodeName("client-1")), ClientLimits.DEFAULTS);
        notices = new StatusNotices(settings, event -> {
            Notice notice = (Notice) event;
            told.add(notice.text());
            severities.add(notice.severity());
        }, time);
    }

    @Test
    @DisplayName("each change of the status is told once, with the reason, however long it lasts")
    void changes() {
        lasts(Duration.ofMinutes(1), GOOD);
        lasts(Duration.ofMinutes(1), standing(Status.NO_KEY_SERVER, "None of 2 answers."));
        lasts(Duration.ofMinutes(1), GOOD);

        assertThat(told).containsExactly("239.7.7.2:5004: decrypting",
                "239.7.7.2:5004: no key server - None of 2 answers.", "239.7.7.2:5004: decrypting");
        assertThat(severities).containsExactly(Severity.INFO, Severity.WARNING, Severity.INFO);
    }

    @Test
    @DisplayName("another number in the sentence is no news, another reason for no access is")
    void reasons() {
        lasts(Duration.ofSeconds(20), refused(Cause.NOT_GRANTED, "Key 1 is not granted."));
        lasts(Duration.ofSeconds(20), refused(Cause.NOT_GRANTED, "Key 2 is not granted."));
        lasts(Duration.ofSeconds(20), refused(Cause.REVOKED, "Key 2: revoked."));

        assertThat(told).containsExactly("239.7.7.2:5004: no access - Key 1 is not granted.",
                "239.7.7.2:5004: no access - Key 2: revoked.");
    }

    @Test
    @DisplayName("while part is decrypted, another reason for what is not is news")
    void reasonsOfAPart() {
        lasts(Duration.ofSeconds(20), missing(Status.DECRYPTING, Cause.NOT_GRANTED, "Key 1 is not granted."));
        lasts(Duration.ofSeconds(20), missing(Status.DECRYPTING, Cause.NO_ANSWER, "Key 2: none answers."));
        lasts(Duration.ofSeconds(20), GOOD);

        assertThat(told).containsExactly("239.7.7.2:5004: decrypting - Key 1 is not granted.",
                "239.7.7.2:5004: decrypting - Key 2: none answers.", "239.7.7.2:5004: decrypting");
        assertThat(severities).as("the policy may mean the first").containsExactly(Severity.INFO, Severity.WARNING,
                Severity.INFO);
    }

    @Test
    @DisplayName("what passes within a second is not told")
    void shortOnes() {
        lasts(Duration.ofSeconds(20), GOOD);
        lasts(LOOK, standing(Status.FETCHING, ""));
        lasts(Duration.ofSeconds(20), GOOD);

        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName("a status that goes to and fro does not fill the log, and how it ends is told")
    void toAndFro() {
        for (int turn = 0; turn < 30; turn++) {
            lasts(Duration.ofSeconds(2), standing(Status.FORGED, "None verifies."));
            lasts(Duration.ofSeconds(2), GOOD);
        }
        lasts(StatusNotices.PAUSE, GOOD);

        assertThat(told).hasSizeLessThanOrEqualTo(13).last().isEqualTo("239.7.7.2:5004: decrypting");
    }

    private void lasts(Duration howLong, Standing standing) {
        for (Duration passed = Duration.ZERO; passed.compareTo(howLong) < 0; passed = passed.plus(LOOK)) {
            notices.look(standing);
            time.turn(LOOK);
        }
    }

    private static Standing refused(Cause cause, String why) {
        return missing(Status.NO_ACCESS, cause, why);
    }

    private static Standing missing(Status status, Cause cause, String why) {
        return new Standing(status, Set.of(new Topic(cause, Optional.empty())), Optional.of(CodedMessage.plain(why)));
    }

    private static Standing standing(Status status, String why) {
        return new Standing(status, Set.of(),
                Optional.of(why).filter(text -> !text.isEmpty()).map(CodedMessage::plain));
    }
}
