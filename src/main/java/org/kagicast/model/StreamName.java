package org.kagicast.model;

import org.kagicast.model.message.ConfigurationMessage;

/// The name of one content server's flow to one multicast group and port.
///
/// @param value 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit
public record StreamName(String value) implements Comparable<StreamName> {

    /// @throws OperatorException if the name breaks the rule
    public StreamName {
        Names.check(ConfigurationMessage.STREAM, value);
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
