package org.kagicast.model.message;

import java.util.List;

/// What is said of a connection, and of the network that it goes through.
public enum ConnectionMessage implements MessageCode {
    UNANSWERED("peer"),
    UNKNOWN_HOST("host"),
    GIVEN_UP("peer"),
    FAILED("peer", "status"),
    REFUSED("peer", "status"),
    NOT_THE_KEY("peer", "key"),
    UNUSABLE("peer"),
    CONNECTIONS_REFUSED("refused", "address", "why"),
    NO_PLACE,
    HANDSHAKE_TOO_SLOW,
    NO_CERTIFICATE,
    TOO_MANY_STRANGERS,
    CERTIFICATE_ENDED("owner", "end"),
    REVOKED("owner"),
    NOBODY,
    OTHER_DOMAIN("domain", "caller"),
    WRONG_ROLE("role", "method", "name"),
    INTERFACE_GONE("interface", "consequence"),
    INTERFACE_DOWN("interface", "consequence"),
    INTERFACE_WITHOUT_ADDRESS("interface", "family", "consequence"),
    INTERFACE_UNUSABLE("interface", "reason", "consequence"),
    NOTHING_SENT("group"),
    NOTHING_RECEIVED("group"),
    KEY_NOT_FITTING("peer", "line"),
    DEPOSIT_ANSWER_UNKNOWN("peer");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    ConnectionMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "connection";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
