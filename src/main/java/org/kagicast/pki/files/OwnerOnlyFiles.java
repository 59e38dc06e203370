package org.kagicast.pki.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.kagicast.files.FullDisk;
import org.kagicast.files.PrivateFiles;
import org.kagicast.files.ProcessLock;
import org.kagicast.model.OperatorException;

/// Files and folders that nobody but their owner may use, from the moment they exist. Safe for use by several threads.
public final class OwnerOnlyFiles {

    /// The longest file that is read, in bytes.
    static final int LONGEST = 64 * 1024;

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private OwnerOnlyFiles() {
    }

    /// Makes a folder, and those above it as they usually are.
    ///
    /// @throws OperatorException if it exists already, or cannot be kept to its owner
    public static void createFolder(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            requirePosix(folder);
            Files.createDirectory(folder, permissions(FOLDER));
        } catch (IOException fault) {
            throw cannotWrite(folder, fault);
        }
    }

    /// Writes a file so that either the former one or the whole new one is there, whatever happens, and does not
    /// return before it is on the disk.
    ///
    /// @throws OperatorException if it cannot be written
    public static void write(Path file, byte[] content) {
        requirePosix(file);
        Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel = FileChannel.open(partial,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions(FILE))) {
                writeFully(channel, content);
                channel.force(true);
            }
            move(partial, file);
        } catch (IOException fault) {
            throw cannotWrite(file, fault);
        } finally {
            discard(partial);
        }
    }

    /// Renames a file or folder in one step and waits until that is on the disk.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    /// Reads a short file that only its owner may read.
    ///
    /// @param what names the file in sentences, such as "key file"
    /// @throws OperatorException if it is missing, too long, or open to others
    public static byte[] read(String what, Path file) {
        requireClosed(what, file);
        return readPublic(what, file);
    }

    /// Reads a short file, whoever else may read it.
    static byte[] readPublic(String what, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw new OperatorException("The " + what + " " + file
                        + " is longer than any real one: check that the path is right.");
            }
            return content;
        } catch (IOException fault) {
            throw cannotRead(what, file, fault);
        }
    }

    /// Opens a file to append to, made if there is none.
    static FileChannel openToAppend(Path file) throws IOException {
        requirePosix(file);
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), permissions(FILE));
    }

    /// Appends a line and waits until it is on the disk.
    static void append(FileChannel channel, byte[] line) throws IOException {
        writeFully(channel, line);
        channel.force(true);
    }

    /// Waits until the entries of a folder are on the disk.
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static void requireClosed(String what, Path file) {
        requirePosix(file);
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        try {
            open.retainAll(Files.getPosixFilePermissions(file));
        } catch (IOException fault) {
            throw cannotRead(what, file, fault);
        }
        if (!open.isEmpty()) {
            throw new OperatorException(
                    "The " + what + " " + file + " is open to other users: run chmod 600 on it, and "
                            + "replace it if one of them may have read it.");
        }
    }

    private static void requirePosix(Path path) {
        try {
            PrivateFiles.requirePermissions(path);
        } catch (IOException fault) {
            throw cannotWrite(path, fault);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(Set<PosixFilePermission> wanted) {
        return PosixFilePermissions.asFileAttribute(wanted);
    }

    /// A lock that one holder has at a time, over all processes of a machine and within each.
    ///
    /// @param file made if there is none
    /// @return empty if somebody else has it
    /// @throws OperatorException if the file cannot be made
    public static Optional<ProcessLock> lock(Path file) {
        try {
            return ProcessLock.takeFile(file);
        } catch (IOException fault) {
            throw cannotWrite(file, fault);
        }
    }

    static void discard(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static OperatorException cannotWrite(Path path, IOException fault) {
        return new OperatorException(FullDisk.isAt(path)
                ? "The disk of " + path + " is full: make room on it."
                : path + " cannot be written (" + reason(fault)
                        + "): choose another place, or change the permissions there.",
                fault);
    }

    private static OperatorException cannotRead(String what, Path file, IOException fault) {
        return new OperatorException("The " + what + " " + file + " cannot be read (" + reason(fault)
                + "): check the path and its owner.", fault);
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> "there is none";
            case FileAlreadyExistsException exists -> "it exists already";
            case AccessDeniedException denied -> "access denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> fault.getClass().getSimpleName();
        };
    }
}
