package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.Path;

import org.kagicast.model.OperatorException;

/// Tells people what is wrong with a key table's file, one sentence each.
final class Faults {

    private Faults() {
    }

    static OperatorException told(SqlFault fault, Path file) {
        return new OperatorException(sentence(fault, file), fault);
    }

    private static String sentence(SqlFault fault, Path file) {
        return switch (fault.code()) {
            case SQLITE_BUSY, SQLITE_LOCKED -> "The key table " + file
                    + " is locked by another program: end that program and start again.";
            case SQLITE_NOTADB ->
                "The file " + file + " is no key table, or its beginning is damaged: restore a backup, "
                        + "or name another file.";
            case SQLITE_CORRUPT -> damaged(file, "its pages do not fit together");
            case SQLITE_FULL -> "The disk of the key table " + file + " is full: make room on it.";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH -> readOnly(file);
            case SQLITE_IOERR -> "The disk of the key table " + file
                    + " fails, so nothing more is stored: look after the disk, then start again.";
            default -> "The key table " + file + " cannot be used: look up the reason in the log.";
        };
    }

    static String damaged(Path file, String how) {
        return "The key table " + file + " is damaged (" + how + "): restore a backup.";
    }

    static String readOnly(Path file) {
        return "The key table " + file + " cannot be written: let this user write the file and its folder.";
    }

    static OperatorException told(IOException fault, Path file) {
        return new OperatorException(readOnly(file), fault);
    }
}
