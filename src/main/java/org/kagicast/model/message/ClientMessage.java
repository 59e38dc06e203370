package org.kagicast.model.message;

import java.util.List;

/// What a client says: why it does not decrypt, and what became of a key that it asked for.
public enum ClientMessage implements MessageCode {
    KEY_UNKNOWN("server", "key"),
    KEY_NOT_GRANTED("server", "key", "line"),
    LABEL_NOT_GRANTED("server", "key", "line"),
    KEY_REFUSED_REVOKED("server", "key", "line"),
    KEY_REFUSED_SENDER_REVOKED("server", "key", "line"),
    KEY_NOT_SIGNED("key", "line"),
    IMPOSTOR("packets", "key"),
    IMPOSTOR_MARKED("packets", "key"),
    UNAUTHENTICATED("key"),
    UNAUTHENTICATED_SHARE("percent", "key"),
    NO_ANSWER("time"),
    WRONG_KEY("server", "given", "key"),
    KEY_NOT_COME("announced", "key", "line", "formerly", "why"),
    KEYS_NOT_COME("announced", "keys", "line", "formerly", "why"),
    PACKETS_WAIT_FOR_KEY("packets", "key", "line", "formerly", "why"),
    PACKETS_WAIT_FOR_KEYS("packets", "keys", "line", "formerly", "why"),
    FORMERLY_NOT_GRANTED("keys"),
    FORMERLY_REVOKED("keys"),
    FORMERLY_SENDER_REVOKED("keys"),
    FORGED("groups"),
    NOTHING_RECEIVED("groups", "interface"),
    LATER_KEY_IN_USE("key", "finding"),
    NUMBERED_TOO_LOW("key", "line"),
    KEY_BY_NUMBER("number", "line", "id"),
    KEY_BY_ID("id", "line"),
    FORMER_KEYS("percent", "key", "stream"),
    UNKNOWN_KEY_IDS("packets", "keyIds", "groups"),
    RECHECK_TO_COME,
    RECHECKING,
    RECHECKED_UNKNOWN("server", "stream"),
    RECHECKED_NOT_GIVEN("server", "line"),
    RECHECKED_SENDER_REVOKED("server", "stream"),
    RECHECK_UNANSWERED("why"),
    RECHECKED_OTHER_KEY("server", "stream"),
    RECHECKED_PRE_ACTIVE("server", "stream"),
    RECHECKED_ACTIVE("server"),
    RECHECKED_FORMER("server"),
    RECHECKED_NOT_SAID("server"),
    FORMER_KEY_IN_USE("key"),
    GROUPS_NEED_CARE("bad", "all", "first"),
    GROUP_NOT_REOPENED("groups", "why"),
    SINK_RETRIES("sink", "reason"),
    SINK_ENDED("sink", "reason"),
    SINK_TOO_SLOW("bytes", "sink"),
    DATAGRAMS_TOO_FAST("datagrams", "to"),
    DATAGRAMS_REFUSED("datagrams", "to", "refused", "reason"),
    STATUS_WAITING,
    STATUS_DECRYPTING,
    STATUS_FETCHING,
    STATUS_NO_ACCESS,
    STATUS_NO_KEY_SERVER,
    STATUS_FORGED,
    STATUS_UNAUTHENTICATED,
    STATUS_TOO_OLD,
    STATUS_NO_INTERFACE,
    STATUS_FAILED,
    STATUS("groups", "status", "why"),
    CLOSED("client"),
    SINK_FILE("file"),
    SINK_STANDARD_OUTPUT;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    ClientMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "client";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
