package org.kagicast.model;

import java.util.Comparator;
import org.kagicast.model.message.ConfigurationMessage;

/// The keys of one stream under one label, of which one at a time is in use and each takes over from the one before.
///
/// As text, `stream` or `stream:label`; no name has a colon.
public record KeyLine(StreamName stream, KeyLabel label) implements Comparable<KeyLine> {

    private static final Comparator<KeyLine> ORDER = Comparator.comparing(KeyLine::stream)
            .thenComparing(KeyLine::label);

    /// The only line of a stream without labels.
    public KeyLine(StreamName stream) {
        this(stream, KeyLabel.NONE);
    }

    /// @throws OperatorException if the text is neither `stream` nor `stream:label`
    public static KeyLine parse(String text) {
        int colon = text.indexOf(':');
        if (colon == text.length() - 1 && colon >= 0) {
            throw new OperatorException(
                    ConfigurationMessage.LABEL_LACKING.with(new StreamName(text.substring(0, colon))));
        }
        return colon < 0
                ? new KeyLine(new StreamName(text))
                : new KeyLine(new StreamName(text.substring(0, colon)), new KeyLabel(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(KeyLine other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return label.isNone() ? stream.value() : stream + ":" + label;
    }
}
