package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent.Notice;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;
import org.kagicast.time.Moment;

/// What a stream says when nothing comes from its source.
class SourceSilenceTest {

    private final ManualTime time = new ManualTime();
    private final List<String> told = new ArrayList<>();
    private final StreamContext context = new StreamContext(new NodeName("cs-1"), new NodeName("ks-1"),
            new KeyLine(new StreamName("news")), time, new InlineLoop(), event -> told.add(((Notice) event).text()),
            new Random(1));

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:7000", "-"})
    @DisplayName("that a source which others feed gives nothing is told once, with since when, and that it gives something again")
    void silent(String source) {
        SourceSilence silence = new SourceSilence(context, Sources.parse(source));
        silence.begin();
        time.turn(SourceSilence.WORTH_TELLING.minusMillis(1));
        silence.heard();
        String since = Moment.now(time).second().toString();
        time.turn(Duration.ofSeconds(30));
        assertThat(silence.sentence().map(CodedMessage::text))
                .contains("Nothing has come from the source " + source + " since " + since
                        + ": check that its sender runs.");

        silence.heard();
        assertThat(silence.sentence()).isEmpty();
        assertThat(told).containsExactly("Nothing has come from the source " + source + " since " + since
                + ": check that its sender runs.", "The source " + source + " of news gives something again.");
        silence.end();
        time.turn(Duration.ofMinutes(1));
        assertThat(silence.sentence()).isEmpty();
        assertThat(told).hasSize(2);
    }

    @Test
    @DisplayName("of a source that paces itself nothing is said, and before it is listened to neither")
    void ownPace() {
        SourceSilence pattern = new SourceSilence(context, Sources.parse("pattern:"));
        pattern.begin();
        SourceSilence notYet = new SourceSilence(context, Sources.parse("udp://127.0.0.1:7000"));
        time.turn(Duration.ofMinutes(1));

        assertThat(pattern.sentence()).isEmpty();
        assertThat(notYet.sentence()).isEmpty();
        assertThat(told).isEmpty();
    }
}
