package org.kagicast.audit;

/// Who keeps a log, by what it means for its work that the disk runs short or that the log is taken away.
public enum AuditKeeper {

    /// Makes keys and gives them: a key server or key master.
    KEY_SERVER("no new keys are made, but for revocations",
            "no new keys are made, but for revocations, and none are given",
            "no more keys are given", "nothing more is stored",
            "stop this program, put the latest copy of the folder there, start it, and make again what was revoked and "
                    + "granted since"),

    /// Gives keys from a copy of its master's table.
    KEY_SLAVE(
            "clients are answered from what is held here, and what the key master sends is stored only as long as that lasts",
            "no keys are given, and what the key master sends is stored only as long as that lasts",
            "no more keys are given", "what this key slave does is in no log that will be found",
            "stop this program and start it again"),

    /// Audits what operators order of it, and refusals.
    CONTENT_SERVER(
            "refusals are audited later, while streams go on and orders of operators are carried out as long as that lasts",
            "refusals are audited later, while streams go on and orders of operators are carried out as long as that lasts",
            "nothing but orders of operators is audited", "no orders of operators are carried out, while streams go on",
            "stop this program and start it again");

    private final String whenShort;
    private final String whenShorter;
    private final String refusal;
    private final String whenTakenAway;
    private final String cureWhenGone;

    AuditKeeper(String whenShort, String whenShorter, String refusal, String whenTakenAway, String cureWhenGone) {
        this.whenShort = whenShort;
        this.whenShorter = whenShorter;
        this.refusal = refusal;
        this.whenTakenAway = whenTakenAway;
        this.cureWhenGone = cureWhenGone;
    }

    /// What follows "so" where nothing usual is written any more.
    String whenShort() {
        return whenShort;
    }

    /// What follows "so" where what somebody waits for is not written either.
    String whenShorter() {
        return whenShorter;
    }

    /// Why something is not done for whoever waits for it.
    String refusal() {
        return refusal;
    }

    /// What follows "so" where the log's files were removed or replaced.
    String whenTakenAway() {
        return whenTakenAway;
    }

    /// What to do then if they are not to be had again.
    String cureWhenGone() {
        return cureWhenGone;
    }
}
