package org.kagicast.model;

import org.kagicast.model.message.ConfigurationMessage;

/// The name of one role or node, as it stands in its identity.
///
/// @param value 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit
public record NodeName(String value) implements Comparable<NodeName> {

    /// @throws OperatorException if the name breaks the rule
    public NodeName {
        Names.check(ConfigurationMessage.NODE, value);
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
