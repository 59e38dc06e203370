package org.kagicast.contentserver.labelling;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// How a stream chooses the label of each packet (R6): the first rule that fits decides, and what none fits goes under the
/// label for the rest.
/// What cannot be judged by PID or program is taken for the first rule that it might be of: write the strictest first.
///
/// @param rules in the order in which they are tried
public record LabelRules(List<Rule> rules, KeyLabel rest) {

    /// All packets go under the stream's one key, which has no label.
    public static final LabelRules NONE = new LabelRules(List.of(), KeyLabel.NONE);

    /// The most labels of one stream.
    public static final int MOST_LABELS = 16;
    /// The most rules of one stream.
    public static final int MOST_RULES = 64;

    /// Packets that meet every one of these conditions go under this label.
    public record Rule(KeyLabel label, List<Condition> conditions) {

        public Rule {
            conditions = List.copyOf(conditions);
        }
    }

    /// @throws OperatorException if there are too many
    public LabelRules {
        rules = List.copyOf(rules);
        if (rules.size() > MOST_RULES || labels(rules, rest).size() > MOST_LABELS) {
            throw new OperatorException(ConfigurationMessage.TOO_MANY_LABELS.with(MOST_LABELS, MOST_RULES));
        }
    }

    /// Reads rules as options write them, `LABEL=CONDITION[&CONDITION]...` and for the rest `LABEL=rest`. A condition is
    /// one of
    ///
    /// ```
    /// pid:0x101,0x102            packets of an MPEG transport stream with one of these PIDs
    /// program:2,3                its packets that belong to one of these programs and to no other (see ProgramTables)
    /// prefix:4b4b                datagrams that begin with these bytes, in hexadecimal
    /// source:2                   what comes from this source of the stream, by its number or name
    /// time:20:00-23:00[@ZONE]    every day between these times, in this machine's time zone or another
    /// ```
    ///
    /// @return [#NONE] for no texts at all
    /// @throws OperatorException in one sentence, if a text does not read so or none is for the rest
    public static LabelRules parse(List<String> texts) {
        return new RuleReader().read(texts);
    }

    /// Every label, that for the rest first: a packet's label is told by its place here.
    public List<KeyLabel> labels() {
        return List.copyOf(labels(rules, rest));
    }

    /// Refuses rules about sources that the stream does not have.
    ///
    /// @param names of its sources, in order; each also has its number, counted from 1
    public void checkSources(List<String> names) {
        rules.stream().flatMap(rule -> rule.conditions.stream()).forEach(condition -> {
            if (condition instanceof Condition.FromSource source && source.place(names) < 0) {
                throw new OperatorException(
                        ConfigurationMessage.NO_SOURCE_OF_CONDITION.with(source.name(), String.join(", ", names)));
            }
        });
    }

    private static Set<KeyLabel> labels(List<Rule> rules, KeyLabel rest) {
        Set<KeyLabel> labels = new LinkedHashSet<>();
        labels.add(rest);
        rules.forEach(rule -> labels.add(rule.label));
        return labels;
    }
}
