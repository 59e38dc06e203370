package org.kagicast.model.message;

import java.util.List;

/// Why a key server does not carry an order about its policy out: who may have which keys, and who is shut out.
public enum PolicyMessage implements MessageCode {
    STREAM_UNOWNED("stream"),
    NOT_THE_OWNER("server", "stream"),
    OWNED_BY_OTHER("stream", "owner"),
    WATCHED_BY_OTHER("stream", "owner"),
    STREAM_LOST("stream", "former"),
    TO_BE_GIVEN("stream", "server"),
    TOO_MANY_STREAMS("server", "streams"),
    OWNER_REVOKED("member"),
    CANNOT_REVOKE_ITSELF("member", "role"),
    SHUTS_ITSELF_OUT("member"),
    NOT_REVOKED("member"),
    UNKNOWN_MEMBER("member", "near", "cure"),
    FORCE_REVOKES,
    MEMBERS_NOT_KNOWN("role"),
    WHOLE_STREAM_GRANTED("client", "stream"),
    GRANTS_FULL("grants", "line", "client"),
    GRANTED_NO_STREAMS("role"),
    OWNS_WHOLE_STREAMS("line"),
    NO_POLICY("node");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    PolicyMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "policy";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
