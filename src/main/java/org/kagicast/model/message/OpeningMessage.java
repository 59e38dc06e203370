package org.kagicast.model.message;

import java.util.List;

/// Why a stream, a group, a source or an output cannot be opened, or several do not go together.
public enum OpeningMessage implements MessageCode {
    INTERFACE_STATELESS("interface", "reason", "instead"),
    INTERFACE_ADDRESSLESS("interface", "instead"),
    NO_INTERFACE("interface", "instead"),
    INTERFACE_DOWN("interface", "instead"),
    INTERFACE_WITHOUT_MULTICAST("interface", "instead"),
    TAKE_INSTEAD("interfaces"),
    BRING_UP_ANOTHER,
    NO_ROUTE("address"),
    FAMILY_LACKING("interface", "family", "group"),
    IO_LACKING("io", "instead"),
    NO_SUCH_TTL("ttl"),
    GROUP_UNSENDABLE("group", "interface", "reason", "instead"),
    GROUP_PORT_HELD("group", "interface", "port"),
    GROUP_UNRECEIVABLE("group", "interface", "reason", "instead"),
    MULTICAST_SILENT("group", "interface", "instead"),
    MULTICAST_REFUSED("group", "interface", "reason", "route", "instead"),
    LET_THROUGH,
    ADD_LOCAL_ROUTE("interface"),
    ADD_MULTICAST_ROUTE("interface"),
    ADDRESS_UNSENDABLE("address", "reason"),
    PORT_IN_USE("port", "address"),
    ADDRESS_UNRECEIVABLE("address", "reason"),
    SAME_GROUP("first", "second", "group"),
    STREAMS_COUNT("most", "streams"),
    SAME_NAME("stream"),
    SAME_INPUT("first", "second"),
    GROUPS_COUNT("most", "groups"),
    GROUP_TWICE("group"),
    SAME_SINK("first", "second", "sink"),
    PATTERN_TOO_LONG("source", "bytes", "most"),
    DATAGRAMS_TOO_LONG("source", "bytes", "most"),
    FILE_UNREADABLE("file", "reason"),
    INPUT_UNREADABLE("reason"),
    NO_FILE("file"),
    FILE_IS_FOLDER("file"),
    FILE_FORBIDDEN("file"),
    GROUPS_IN_USE("first", "last", "interface"),
    STOPPED_BEFORE_START,
    INTERFACES_UNLISTED,
    NO_ROLE_TO_REMOVE("name"),
    NO_STREAM_FOR_CLIENT("stream"),
    NO_KEY_SERVER("name"),
    NO_FONTS,
    IDENTITY_HERE_ALREADY("role", "name");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    OpeningMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "opening";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
