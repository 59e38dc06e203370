package org.kagicast.keytable.sqlite;

import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StorageMessage;

/// What a file of this package is. One is never taken for the other: a copy does not know which requests its master has
/// answered, and a table knows of no master.
enum FileKind {

    /// The table of a key server or key master: "KAGI" in the file's header.
    TABLE(0x4b414749, StorageMessage.KEY_TABLE, StorageMessage.PUT_BACKUP_BACK,
            StorageMessage.RESTORE_BACKUP),
    /// A key slave's copy of its master's table: "KAGC".
    COPY(0x4b414743, StorageMessage.KEY_TABLE_COPY, StorageMessage.REMOVE_COPY,
            StorageMessage.RESTART_AND_FETCH);

    private final int application;
    private final StorageMessage name;
    private final StorageMessage cure;
    private final StorageMessage cureWhenGone;

    FileKind(int application, StorageMessage name, StorageMessage cure, StorageMessage cureWhenGone) {
        this.application = application;
        this.name = name;
        this.cure = cure;
        this.cureWhenGone = cureWhenGone;
    }

    /// The application ID in the file's header, by which SQLite's files are told apart.
    int application() {
        return application;
    }

    CodedMessage named() {
        return name.with();
    }

    String text() {
        return named().text();
    }

    /// What to do when the file is damaged.
    CodedMessage cure() {
        return cure.with();
    }

    /// What to do when it was taken away while a program has it open, and is not to be had again.
    StorageMessage cureWhenGone() {
        return cureWhenGone;
    }
}
