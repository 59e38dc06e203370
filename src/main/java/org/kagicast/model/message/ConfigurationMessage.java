package org.kagicast.model.message;

import java.util.List;

/// What is wrong with the text of a setting, in a configuration file or an option: names, addresses, sources, labels, times.
public enum ConfigurationMessage implements MessageCode {
    SINK_UNREADABLE("sink"),
    ADDRESS,
    GROUP,
    UDP_ADDRESS,
    NODE,
    ENROLLING_SERVER,
    METRICS,
    NAME_NOT_POSSIBLE("kind", "name", "most"),
    STREAM,
    LABEL,
    DOMAIN,
    NO_SUCH_DSCP("dscp"),
    DSCP_UNREADABLE("text", "names"),
    NOT_MULTICAST("group"),
    NO_SUCH_GROUP_PORT("port", "group"),
    INTERFACE_IN_GROUP("group", "without", "interface"),
    GROUP_NOT_ADDRESS("group"),
    SOURCE_LACKING("group", "range", "example"),
    SOURCE_NOT_POSSIBLE("source", "group", "example"),
    PORT_ZERO("address"),
    HOST_UNKNOWN("host", "address"),
    INTERFACE_WITHOUT_GROUP("interface", "address", "instead"),
    SOURCE_WITHOUT_GROUP("host"),
    LABEL_LACKING("stream"),
    NO_SUCH_SUITE("suite", "suites"),
    NO_SUCH_AUTHENTICITY("mode", "modes"),
    NO_SUCH_ROLE("role"),
    DURATION_UNREADABLE("text"),
    BYTES_UNREADABLE("text"),
    SHARE_UNREADABLE("text"),
    NEITHER_ON_NOR_OFF("text"),
    ADDRESS_NOT_NUMERIC("text"),
    NO_SUCH_KEY_ORIGIN("text"),
    NO_SUCH_CHOICE("text"),
    OPTION_TWICE("source", "option"),
    OPTION_OUT_OF_RANGE("option", "value", "source", "least", "most"),
    OPTION_NEITHER_TRUE_NOR_FALSE("option", "value", "source"),
    OPTION_NOT_ADDRESS("option", "value", "source"),
    OPTION_UNREADABLE("option", "value", "source", "words"),
    NO_SUCH_OPTION("source", "option", "known"),
    NO_SUCH_SOURCE("source"),
    TOO_MANY_SOURCES("most"),
    SAME_SOURCE_NAME("name"),
    STANDARD_INPUT_TWICE,
    FILE_LACKING("source"),
    FILE_NOT_POSSIBLE("source"),
    TOO_MANY_LABELS("labels", "rules"),
    NO_SOURCE_OF_CONDITION("source", "sources"),
    REST_LACKING("labels"),
    RULE_UNREADABLE("rule"),
    REST_TWICE("first", "second"),
    CONDITION_UNKNOWN("condition"),
    CONDITION_OUT_OF_RANGE("condition", "least", "most"),
    CONDITION_NOT_HEX("condition"),
    CONDITION_NO_TIME("condition"),
    MANIFESTS_NOT_POSSIBLE("manifests", "stream", "most", "usual"),
    PAYLOAD_NOT_POSSIBLE("bytes", "stream", "least", "most", "usual"),
    PERIOD_TOO_SHORT("period", "shortest", "lead"),
    LIMITS_NOT_POSSIBLE("packets", "hard"),
    PERIOD_NOT_POSSIBLE("period"),
    JITTER_NOT_POSSIBLE("jitter"),
    AMOUNT_NOT_POSSIBLE("amount"),
    SCHEDULE_UNREADABLE("text"),
    SCHEDULE_NEVER("text"),
    TABLE_PLACE("table", "name", "line", "file"),
    SINGLE_TABLE("file", "table"),
    TOO_MANY_TABLES("file", "tables", "table", "most"),
    OPTION_BESIDE_TABLES("file", "table", "option"),
    TABLE_LACKS("place", "options"),
    TABLE_UNREADABLE("place", "why"),
    UNKNOWN_OPTION("file", "option", "line", "command", "help"),
    NAMED_TWICE("place", "first", "second"),
    UNKNOWN_TABLE_OPTION("place", "option", "line", "table", "command"),
    NO_TOML("file", "error"),
    NO_UTF8("file"),
    FILE_UNREADABLE("file"),
    FILE_TOO_LONG("file", "most"),
    VALUE_REFUSED("option", "why"),
    OPTION_REFUSED("option", "said"),
    OPTIONS_LACKING("options");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    ConfigurationMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "configuration";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
