package org.kagicast.model.message;

import java.util.List;

/// What a content server says of a stream, its keys and its source.
public enum StreamMessage implements MessageCode {
    CLOSED("stream"),
    NO_KEY_YET("stream", "why"),
    ENDED("stream"),
    STOPPED("stream"),
    USED_UP("stream", "key", "packets"),
    UNJUDGED("datagrams"),
    NO_LABELS("stream", "label"),
    NO_SUCH_LABEL("stream", "label", "labels"),
    NOT_REOPENED("stream", "why"),
    NOT_SENT_HERE("server", "stream", "streams"),
    PACKETS_REFUSED("stream", "group", "reason", "interface"),
    OVERSIZED("datagrams", "stream", "bytes", "most"),
    SOURCE_TOO_FAST("datagrams", "stream"),
    SOURCE_SILENT("source", "time"),
    SOURCE_UNREADABLE("source", "reason"),
    SOURCE_FAULT("source", "reason"),
    CLOCK_STOPPED("source"),
    NO_CLOCK("source", "rate"),
    RTP_STRIPPED("source"),
    RTP_KEPT("source"),
    RTP_STRIPPED_AS_ORDERED("source"),
    NOT_RTP("source"),
    OVERDUE("why", "line", "since", "urgency", "next", "key"),
    PUT_OFF("why", "line", "key", "since", "until", "inUse"),
    READINESS_UNKNOWN("why", "key"),
    NO_SLAVE_HAS_KEY("server", "key"),
    SLAVE_NOT_STORING("server", "key", "slave"),
    SLAVES_NOT_STORING("server", "key", "slave", "others"),
    NOBODY_FETCHED("key"),
    LINE_HAS_NO_KEY_YET("line"),
    LINE_HAS_STOPPED("line"),
    IMMEDIATE_CAME_FIRST("line"),
    PENDING_ALREADY("line", "key"),
    PENDING_BY_ITSELF("line", "key"),
    KEY_IN_USE_ALREADY("key", "nothing", "pending"),
    KEY_REPLACED("key", "nothing", "pending"),
    KEY_WITHDRAWN("key", "nothing", "pending"),
    KEY_NOT_KNOWN("key", "line", "nothing", "pending"),
    KEY_OF_ANOTHER_LINE("key", "line", "nothing"),
    NOTHING_CHANGED,
    NOTHING_ANNOUNCED,
    NOTHING_SWITCHED,
    NOTHING_HELD,
    NOTHING_CANCELLED,
    KEY_ON_ITS_WAY("line"),
    CHANGE_ORDERED("line"),
    NOTHING_TO_HOLD("line"),
    NOTHING_TO_SWITCH("line"),
    NOTHING_TO_CANCEL("line"),
    CANCELLED_BEFORE_KEY("line"),
    ORDER_CAME_FIRST("line"),
    REKEY_ORDERED("line", "reason"),
    OTHER_PROCESS_ACTED,
    GIVEN_UP("line"),
    KEY_GIVEN_TWICE("server", "key", "line"),
    ALL_IDS_TAKEN("server"),
    KEY_SERVER_SILENT("server"),
    KEY_SERVER_NOT_ASKED("server"),
    ABOUT_LABEL("line", "message"),
    OWNED_BY_OTHER("stream", "owner", "server"),
    NOT_OWNED("stream", "server"),
    ORDERS_NOT_HEARD("why"),
    SWITCHED_AT_LIMIT("line", "key", "inUse"),
    KEY_GONE("server", "key", "line"),
    SWITCHED_ALL_THE_SAME("why", "line", "since"),
    FURTHER_COUNTED,
    STATE_NOT_RECORDED("server", "key", "state", "why"),
    STATES_LATER("stream"),
    SERVER_CLOSED("server");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    StreamMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "stream";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
