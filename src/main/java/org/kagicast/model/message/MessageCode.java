package org.kagicast.model.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// What a node can say: a code whose text stands in the catalogues, and the names of its parameters.
public sealed interface MessageCode
        permits ClientMessage, StreamMessage, KeyServerMessage, StorageMessage, NodeMessage, ConnectionMessage,
        PolicyMessage, TrustMessage, OpeningMessage, ConfigurationMessage, FileMessage, EnrolmentMessage {

    /// Of the enumeration.
    String name();

    /// The first part of the code.
    String area();

    List<String> parameters();

    /// As it goes over the wire, such as `client.key-not-granted`.
    default String code() {
        return area() + "." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The message with these values.
    ///
    /// @param values for each of [#parameters()] one, in their order: names, numbers, times, durations, messages; an empty
    ///        [java.util.Optional] where there is nothing to be said
    default CodedMessage with(Object... values) {
        List<String> names = parameters();
        if (values.length != names.size()) {
            throw new IllegalArgumentException(code() + " has the parameters " + names);
        }
        SequencedMap<String, CodedMessage.Value> named = new LinkedHashMap<>();
        for (int at = 0; at < values.length; at++) {
            named.put(names.get(at), CodedMessage.Value.of(values[at]));
        }
        return new CodedMessage(code(), named, MessageCatalogue.english(code(), named));
    }
}
