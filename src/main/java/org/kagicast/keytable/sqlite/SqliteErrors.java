package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.nio.file.Path;

import org.kagicast.files.FullDisk;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StorageMessage;

/// Tells people what is wrong with one file, one sentence each.
record SqliteErrors(FileKind kind, Path file) {

    OperatorException told(SqlFault fault) {
        return new OperatorException(sentence(fault), fault);
    }

    private CodedMessage sentence(SqlFault fault) {
        if (isFull(fault)) {
            return full();
        }
        return switch (fault.code()) {
            case SQLITE_BUSY, SQLITE_LOCKED -> StorageMessage.LOCKED.with(kind.named(), file);
            case SQLITE_NOTADB -> StorageMessage.NO_TABLE.with(file, kind.named(), kind.cure());
            case SQLITE_CORRUPT -> damaged(StorageMessage.PAGES_APART.with());
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                StorageMessage.FILE_READ_ONLY.with(kind.named(), file);
            case SQLITE_IOERR -> StorageMessage.DISK_FAILS.with(kind.named(), file);
            default -> StorageMessage.FILE_UNUSABLE.with(kind.named(), file);
        };
    }

    /// Whether it was for want of room.
    boolean isFull(SqlFault fault) {
        return fault.isFull() || switch (fault.code()) {
            case SQLITE_CANTOPEN, SQLITE_IOERR -> FullDisk.isAt(file);
            default -> false;
        };
    }

    private CodedMessage full() {
        return StorageMessage.DISK_FULL.with(kind.named(), file);
    }

    /// Why nothing but revocations is stored: in the same words however much is left, so that whoever is refused again can
    /// tell that it is for the same reason.
    OperatorException nearlyFull() {
        return new OperatorException(StorageMessage.DISK_NEARLY_FULL.with(kind.named(), file));
    }

    /// @param how a message, or what the system says
    CodedMessage damaged(Object how) {
        return StorageMessage.DAMAGED.with(kind.named(), file, how, kind.cure());
    }

    OperatorException readOnly() {
        return new OperatorException(StorageMessage.FILE_READ_ONLY.with(kind.named(), file));
    }

    OperatorException told(IOException fault) {
        return new OperatorException(
                FullDisk.isAt(file) ? full() : StorageMessage.FILE_READ_ONLY.with(kind.named(), file), fault);
    }

    /// The file by its name, to begin a sentence with.
    String the() {
        return "The " + kind.text() + " " + file;
    }
}
