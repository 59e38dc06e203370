package org.kagicast.model.message;

import java.util.List;

/// Why the other end of a connection is not believed.
public enum TrustMessage implements MessageCode {
    NO_CERTIFICATE,
    NO_CERTIFICATE_ANY_MORE,
    UNREADABLE,
    NO_IDENTITY,
    IDENTITIES("identities"),
    WRONG_ROLE("owner", "roles"),
    REVOKED("owner"),
    ADDRESS_NOT_COVERED("owner", "address"),
    ENDED("owner", "end"),
    ENDED_LONG_AGO("owner", "end"),
    OTHER_AUTHORITY("identity", "domain"),
    WRONG_END("owner"),
    NO_DOMAIN("certificate"),
    TOKEN_OF_OTHER_DOMAIN,
    RENEWAL_UNPROVEN;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    TrustMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "trust";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
