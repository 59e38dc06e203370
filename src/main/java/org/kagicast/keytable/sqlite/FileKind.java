package org.kagicast.keytable.sqlite;

/// What a file of this package is. One is never taken for the other: a copy does not know which requests its master has
/// answered, and a table knows of no master.
enum FileKind {

    /// The table of a key server or key master: "KAGI" in the file's header.
    TABLE(0x4b414749, "key table", "restore a backup",
            "stop this program, restore the latest backup, start it, and make again what was revoked and granted since"),
    /// A key slave's copy of its master's table: "KAGC".
    COPY(0x4b414743, "copy of the key table", "remove it, and the key master sends everything again",
            "stop this program and start it again: its key master sends what is missing");

    private final int application;
    private final String text;
    private final String cure;
    private final String cureWhenGone;

    FileKind(int application, String text, String cure, String cureWhenGone) {
        this.application = application;
        this.text = text;
        this.cure = cure;
        this.cureWhenGone = cureWhenGone;
    }

    /// The application ID in the file's header, by which SQLite's files are told apart.
    int application() {
        return application;
    }

    String text() {
        return text;
    }

    /// What to do when the file is damaged.
    String cure() {
        return cure;
    }

    /// What to do when it was taken away while a program has it open, and is not to be had again.
    String cureWhenGone() {
        return cureWhenGone;
    }
}
