package org.kagicast.audit;

import org.kagicast.model.message.StorageMessage;

/// Who keeps a log, by what it means for its work that the disk runs short or that the log is taken away.
public enum AuditKeeper {

    /// Makes keys and gives them: a key server or key master.
    KEY_SERVER(StorageMessage.ONLY_REVOCATIONS, StorageMessage.NO_KEYS_GIVEN, StorageMessage.NO_MORE_KEYS_GIVEN,
            StorageMessage.NOTHING_STORED, StorageMessage.RESTORE_FOLDER),

    /// Gives keys from a copy of its master's table.
    KEY_SLAVE(StorageMessage.ANSWERED_FROM_COPY, StorageMessage.COPY_STORED_WHILE_IT_LASTS,
            StorageMessage.NO_MORE_KEYS_GIVEN, StorageMessage.SLAVE_IN_NO_LOG, StorageMessage.RESTART),

    /// Audits what operators order of it, and refusals.
    CONTENT_SERVER(StorageMessage.REFUSALS_LATER, StorageMessage.REFUSALS_LATER, StorageMessage.ONLY_ORDERS_AUDITED,
            StorageMessage.NO_ORDERS, StorageMessage.RESTART);

    private final StorageMessage whenShort;
    private final StorageMessage whenShorter;
    private final StorageMessage refusal;
    private final StorageMessage whenTakenAway;
    private final StorageMessage cureWhenGone;

    AuditKeeper(StorageMessage whenShort, StorageMessage whenShorter, StorageMessage refusal,
            StorageMessage whenTakenAway, StorageMessage cureWhenGone) {
        this.whenShort = whenShort;
        this.whenShorter = whenShorter;
        this.refusal = refusal;
        this.whenTakenAway = whenTakenAway;
        this.cureWhenGone = cureWhenGone;
    }

    /// What follows "so" where nothing usual is written any more.
    StorageMessage whenShort() {
        return whenShort;
    }

    /// What follows "so" where what somebody waits for is not written either.
    StorageMessage whenShorter() {
        return whenShorter;
    }

    /// Why something is not done for whoever waits for it.
    StorageMessage refusal() {
        return refusal;
    }

    /// What follows "so" where the log's files were removed or replaced.
    StorageMessage whenTakenAway() {
        return whenTakenAway;
    }

    /// What to do then if they are not to be had again.
    StorageMessage cureWhenGone() {
        return cureWhenGone;
    }
}
