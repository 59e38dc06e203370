package org.kagicast.model.message;

import java.util.List;

/// What a key server, key master or key slave says of its key table, its copy and its audit log.
public enum KeyServerMessage implements MessageCode {
    TABLE_FULL("keys"),
    TABLE_NEARLY_FULL("room"),
    TABLE_TAKES_NO_MORE("keys"),
    NUMBER_TOO_FAR("number", "line", "highest"),
    REQUEST_SPENT,
    TABLE_ROLLED_BACK("known", "now"),
    TABLE_BEHIND_SLAVE("slave"),
    RUNS_TWICE("server", "since", "from", "again"),
    RUNS_ALREADY("server", "since", "from"),
    REVOCATION_UNSTORED("member", "others"),
    CHECK_DISK,
    MEMBER_WAS_REVOKED("member"),
    KEY_COMPROMISED,
    KEY_LACKING("key"),
    KEY_DEACTIVATED("key"),
    KEY_DESTROYED("key"),
    SLAVE_REVOKED("slave"),
    SLAVE_REVOKED_TO_CLIENTS("slave"),
    SLAVE_STOPPED,
    MASTER_NOT_ANSWERED,
    KEYS_AS_OF("age"),
    COPY_NOT_WHOLE,
    NOT_STORED,
    LATER_KEYS_AT_MASTER("age"),
    MASTER_ANSWERS_ALONE,
    COPY_BEING_MADE("revisions"),
    COPY_BEHIND("age", "revisions"),
    MASTER_SILENT("slave", "age", "key"),
    MASTER_BUSY("slave", "questions", "key"),
    MASTER_UNANSWERED("slave", "time", "key"),
    MASTER_FAILED("slave", "key", "why"),
    STATE_OF_OTHERS_KEY("key", "owner"),
    FETCHERS_OF_OTHERS_KEY("key", "owner"),
    STATE_NOT_POSSIBLE("key", "from", "next"),
    STATE_PRE_ACTIVE,
    STATE_ACTIVE,
    STATE_DEACTIVATED,
    STATE_COMPROMISED,
    STATE_DESTROYED,
    NO_SUCH_KEY("key"),
    SLAVE_ANSWERS_CLIENTS;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    KeyServerMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "key-server";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
