package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.Path;

import org.kagicast.files.FullDisk;
import org.kagicast.model.OperatorException;

/// Tells people what is wrong with one file, one sentence each.
record SqliteErrors(FileKind kind, Path file) {

    OperatorException told(SqlFault fault) {
        return new OperatorException(sentence(fault), fault);
    }

    private String sentence(SqlFault fault) {
        if (isFull(fault)) {
            return full();
        }
        return switch (fault.code()) {
            case SQLITE_BUSY, SQLITE_LOCKED -> the() + " is locked by another program: end that program and start "
                    + "again.";
            case SQLITE_NOTADB -> "The file " + file + " is no " + kind.text() + ", or its beginning is damaged: "
                    + kind.cure() + ", or name another file.";
            case SQLITE_CORRUPT -> damaged("its pages do not fit together");
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH -> readOnly();
            case SQLITE_IOERR -> "The disk of the " + kind.text() + " " + file
                    + " fails, so nothing more is stored: look after the disk, then start again.";
            default -> the() + " cannot be used: look up the reason in the log.";
        };
    }

    /// Whether it was for want of room.
    boolean isFull(SqlFault fault) {
        return fault.isFull() || switch (fault.code()) {
            case SQLITE_CANTOPEN, SQLITE_IOERR -> FullDisk.isAt(file);
            default -> false;
        };
    }

    private String full() {
        return "The disk of the " + kind.text() + " " + file + " is full: make room on it.";
    }

    /// Why nothing but revocations is stored: in the same words however much is left, so that whoever is refused again can
    /// tell that it is for the same reason.
    OperatorException nearlyFull() {
        return new OperatorException("The disk of the " + kind.text() + " " + file
                + " is full but for revocations and what they need: make room on it.");
    }

    String damaged(String how) {
        return the() + " is damaged (" + how + "): " + kind.cure() + ".";
    }

    String readOnly() {
        return the() + " cannot be written: let this user write the file and its folder.";
    }

    OperatorException told(IOException fault) {
        return new OperatorException(FullDisk.isAt(file) ? full() : readOnly(), fault);
    }

    /// The file by its name, to begin a sentence with.
    String the() {
        return "The " + kind.text() + " " + file;
    }
}
