package org.kagicast.model.message;

import java.util.List;

/// What is said of the files that a node writes: the key table, its copy and the audit log.
public enum StorageMessage implements MessageCode {
    KEY_TABLE,
    KEY_TABLE_COPY,
    DISK_FULL("kind", "file"),
    DISK_NEARLY_FULL("kind", "file"),
    DISK_FAILS("kind", "file"),
    FILE_READ_ONLY("kind", "file"),
    FILE_UNUSABLE("kind", "file"),
    AUDIT_UNWRITABLE("log"),
    AUDIT_DISK_FULL("log", "consequence"),
    AUDIT_DISK_SHORT("log", "percent", "left", "consequence"),
    AUDIT_DISK_LITTLE("log", "percent", "left"),
    FILE_REMOVED("file", "consequence", "cure"),
    FILE_REPLACED("file", "consequence", "cure"),
    ONLY_REVOCATIONS,
    NO_KEYS_GIVEN,
    NO_MORE_KEYS_GIVEN,
    NOTHING_STORED,
    ANSWERED_FROM_COPY,
    COPY_STORED_WHILE_IT_LASTS,
    SLAVE_IN_NO_LOG,
    REFUSALS_LATER,
    ONLY_ORDERS_AUDITED,
    NO_ORDERS,
    RESTORE_FOLDER,
    RESTORE_BACKUP,
    RESTART,
    RESTART_AND_FETCH,
    LOCKED("kind", "file"),
    NO_TABLE("file", "kind", "cure"),
    DAMAGED("kind", "file", "how", "cure"),
    PUT_BACKUP_BACK,
    REMOVE_COPY,
    PAGES_APART,
    TABLES_APART,
    TRIGGERS_PUT,
    LATER_REVISION,
    POLICY_CHANGED,
    KEY_CHANGED("key");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    StorageMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "storage";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
