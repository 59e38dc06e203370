package org.kagicast.contentserver.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.contentserver.labelling.Condition.Daily;
import org.kagicast.contentserver.labelling.Condition.FromSource;
import org.kagicast.contentserver.labelling.Condition.Pids;
import org.kagicast.contentserver.labelling.Condition.Prefix;
import org.kagicast.contentserver.labelling.Condition.Programs;
import org.kagicast.contentserver.labelling.LabelRules.Rule;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.OperatorException;

class LabelRulesTest {

    private static final KeyLabel PREMIUM = new KeyLabel("premium");
    private static final KeyLabel BASIC = new KeyLabel("basic");

    @Test
    @DisplayName("R6 rules are read in their order, each with its conditions, and one label is for the rest")
    void rulesAreRead() {
        LabelRules rules = LabelRules.parse(List.of("premium=pid:0x101,258", "premium=program:2", "basic=rest",
                "gold=prefix:4B4b&source:extra&time:20:00-24:00@Asia/Tokyo"));

        assertThat(rules.rest()).isEqualTo(BASIC);
        assertThat(rules.rules()).containsExactly(new Rule(PREMIUM, List.of(new Pids(Set.of(0x101, 0x102)))),
                new Rule(PREMIUM, List.of(new Programs(Set.of(2)))),
                new Rule(new KeyLabel("gold"), List.of(new Prefix("4B4b"), new FromSource("extra"),
                        new Daily(LocalTime.of(20, 0), LocalTime.MIDNIGHT, ZoneId.of("Asia/Tokyo")))));
        assertThat(rules.labels()).containsExactly(BASIC, PREMIUM, new KeyLabel("gold"));
    }

    @Test
    @DisplayName("Without rules a stream has one key, which has no label")
    void none() {
        assertThat(LabelRules.parse(List.of())).isEqualTo(LabelRules.NONE);
        assertThat(LabelRules.NONE.labels()).containsExactly(KeyLabel.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"premium|does not say of which packets",
            "=pid:1|does not say of which packets",
            "Premium=pid:1|key label name", "premium=pid:|numbers from 0 to 8191",
            "premium=pid:8192|numbers from 0 to 8191",
            "premium=pid:1,,2|numbers from 0 to 8191", "premium=program:0|numbers from 1 to 65535",
            "premium=prefix:4b4|1 to 64 bytes", "premium=prefix:|1 to 64 bytes", "premium=pid:1&|is unknown",
            "premium=colour:red|is unknown", "premium=|is unknown", "premium=pid:1&rest|is unknown",
            "premium=time:20:00|two different times", "premium=time:20:00-20:00|two different times",
            "premium=time:25:00-26:00|two different times", "premium=time:20:00-23:00@Nowhere|two different times",
            "premium=rest|to one of them"})
    @DisplayName("What cannot be read is refused in one sentence that says what can")
    void refused(String text, String sentence) {
        assertThatThrownBy(() -> LabelRules.parse(List.of("basic=rest", text))).isInstanceOf(OperatorException.class)
                .message().contains(sentence).endsWith(".");
    }

    @Test
    @DisplayName("Rules that leave the rest of the packets without a label are refused with the cure")
    void noRest() {
        assertThatThrownBy(() -> LabelRules.parse(List.of("premium=pid:1"))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("labels premium leave the rest of the packets without a key")
                .hasMessageContaining("basic=rest");
    }

    @Test
    @DisplayName("There are at most 16 labels and 64 rules")
    void bounded() {
        List<String> labels = IntStream.range(0, 16).mapToObj(i -> "l" + i + "=pid:" + i).collect(Collectors.toList());
        labels.add("basic=rest");
        List<String> rules = IntStream.range(0, 65).mapToObj(i -> "l=pid:" + i).collect(Collectors.toList());
        rules.add("basic=rest");

        assertThatThrownBy(() -> LabelRules.parse(labels)).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> LabelRules.parse(rules)).isInstanceOf(OperatorException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "other"})
    @DisplayName("A rule about a source that the stream does not have is refused")
    void unknownSource(String name) {
        LabelRules rules = LabelRules.parse(List.of("basic=rest", "premium=source:" + name));

        assertThatThrownBy(() -> rules.checkSources(List.of("1", "extra"))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("its sources are 1, extra.");
        LabelRules.parse(List.of("basic=rest", "premium=source:2", "gold=source:extra"))
                .checkSources(List.of("1", "extra"));
    }
}
