package org.kagicast.model.message;

import java.util.List;

/// Why a certificate is not given or not renewed, and what is wrong with an identity or a token.
public enum EnrolmentMessage implements MessageCode {
    REQUEST_TOO_LONG,
    REQUEST_UNSIGNED,
    KEY_KIND,
    NO_REQUEST,
    RENEWED_ELSEWHERE("folder"),
    NO_IDENTITY("folder"),
    PARTS_APART("folder"),
    NO_OPERATOR_IDENTITY("folder"),
    ANSWER_UNREADABLE,
    LIFETIMES_UNREADABLE("file"),
    LIFETIME_NOT_POSSIBLE,
    IDENTITY_ENDED("owner", "folder", "end"),
    CERTIFICATE_OF_OTHER("identity"),
    CERTIFICATE_ENDED_ALREADY("identity", "end"),
    REGISTER_UNWRITABLE("file"),
    REGISTER_UNREADABLE("file"),
    NOBODY_TO_RENEW,
    NO_REASON("peer"),
    NOTHING_TO_RENEW,
    NOT_PASSED_ON("why"),
    SLAVE_ENROLS_NOBODY,
    TOKEN_FOR_REVOKED("member"),
    TOKEN_OF_OTHER_DOMAIN("domain"),
    TOKEN_EXPIRED("identity", "end"),
    REVOKED("identity"),
    TOKEN_USED("identity"),
    TOKEN_FORGOTTEN("identity", "end"),
    RENEWED_TOO_OFTEN("identity", "most", "within"),
    NO_TOKEN;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    EnrolmentMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "enrolment";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
