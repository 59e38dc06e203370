package org.kagicast.model;

import org.kagicast.model.message.ConfigurationMessage;

/// Which of a stream's several keys a key is, such as *basic* or *premium* (R6). Most streams have one key at a time,
/// which has no label.
///
/// @param value 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit; empty for no label
public record KeyLabel(String value) implements Comparable<KeyLabel> {

    /// Of the keys of a stream that has one at a time.
    public static final KeyLabel NONE = new KeyLabel("");

    /// @throws OperatorException if the label breaks the rule
    public KeyLabel {
        if (!value.isEmpty()) {
            Names.check(ConfigurationMessage.LABEL, value);
        }
    }

    public boolean isNone() {
        return value.isEmpty();
    }

    @Override
    public int compareTo(KeyLabel other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
