package org.kagicast.model.message;

import java.util.List;

/// What a node says of itself, and of orders that it cannot carry out.
public enum NodeMessage implements MessageCode {
    SENDS_NO_STREAM("node", "stream"),
    NO_SUCH_STREAM("node", "stream", "streams"),
    REKEY_FAILED,
    LEAD_TIME("time"),
    ADDRESS_UNREADABLE("what", "text"),
    NO_SUCH_PORT("port", "what", "text"),
    IDENTITY_OF_OTHER_ROLE("folder", "role", "needed"),
    INTERNAL_ERROR("error"),
    COMMAND_UNANSWERED("node"),
    CERTIFICATE_NOT_RENEWED("identity", "end", "why"),
    CERTIFICATE_ENDED_NOT_RENEWED("identity", "end", "why"),
    CERTIFICATE_ENDS("identity", "end"),
    CERTIFICATE_ENDED("identity", "end"),
    SETTINGS_AT_NEXT_START("settings"),
    RELOAD_REFUSED("why"),
    IDENTITY_SHARED("role", "name"),
    HOLD_SHARE("share"),
    HOLD_TIME("time");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    NodeMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "node";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
