package org.kagicast.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

/// Files and folders for their owner's eyes only (0600, folders 0700). None is ever open to others for a moment in between,
/// and whatever these methods did is on the disk when they return. Safe for use by several threads.
///
/// Methods that throw an [IOException] leave it to the caller to say what cannot be done, who knows what the file is for;
/// the others say it themselves.
///
/// A file system that knows no such permissions is refused: there is no place on it for a secret.
public final class PrivateFiles {

    /// The longest file that is read, in bytes.
    private static final int LONGEST = 64 * 1024;

    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private PrivateFiles() {
    }

    /// Makes a folder and those above it, unless they are there.
    public static void createFolder(Path folder) throws IOException {
        Path above = folder.toAbsolutePath().getParent();
        if (Files.isDirectory(folder) || above == null) {
            return;
        }
        createFolder(above);
        Files.createDirectory(folder, only("rwx------", folder));
        syncFolder(above);
    }

    /// Makes a folder that is not there yet, and those above it as they usually are.
    ///
    /// @throws OperatorException if it exists already, or cannot be kept to its owner
    public static void createNewFolder(Path folder) {
        try {
            Path above = folder.toAbsolutePath().getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            Files.createDirectory(folder, only("rwx------", folder));
        } catch (IOException fault) {
            throw cannotWrite(folder, fault);
        }
    }

    /// Makes an empty file.
    ///
    /// @throws FileAlreadyExistsException if it is there
    public static void create(Path file) throws IOException {
        Files.createFile(file, only("rw-------", file));
    }

    /// Makes a file, and its folder if need be. One that finds no room is not left half-written.
    ///
    /// @throws FileAlreadyExistsException if it is there
    public static void write(Path file, byte[] content) throws IOException {
        createFolder(folderOf(file));
        create(file);
        try {
            fill(file, content);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        syncFolder(folderOf(file));
    }

    /// Replaces a file, or makes it, as a whole: whoever reads it meets the former content or the new one, whatever happens.
    public static void replace(Path file, byte[] content) throws IOException {
        Path next = hiddenBeside(file);
        try {
            create(next);
            fill(next, content);
            rename(next, file);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /// As [#replace(Path, byte[])].
    ///
    /// @throws OperatorException if it cannot be written
    public static void store(Path file, byte[] content) {
        try {
            replace(file, content);
        } catch (IOException fault) {
            throw cannotWrite(file, fault);
        }
    }

    /// A name in the same folder that nothing has, for what is not finished.
    static Path hiddenBeside(Path path) {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
    }

    /// Gives a file or folder whose content is on the disk another name in the same folder, in one step and in place of what
    /// had that name.
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folderOf(to));
    }

    /// Opens a file to append to, made if there is none.
    static FileChannel openToAppend(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                only("rw-------", file));
    }

    /// Puts what was written to a file on the disk.
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Puts a folder's list of names on the disk.
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Whether anybody but its owner may use a file.
    public static boolean isOpenToOthers(Path file) throws IOException {
        requirePermissions(file);
        return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    /// Reads a short file that only its owner may read.
    ///
    /// @param what names the file in sentences, such as [FileMessage#KEY_FILE]
    /// @throws OperatorException if it is missing, too long, or open to others
    public static byte[] read(FileMessage what, Path file) {
        try {
            if (isOpenToOthers(file)) {
                throw new OperatorException(FileMessage.OPEN_TO_OTHERS.with(what.with(), file));
            }
        } catch (IOException fault) {
            throw cannotRead(what, file, fault);
        }
        return readPublic(what, file);
    }

    /// Reads a short file, whoever else may read it.
    ///
    /// @throws OperatorException if it is missing or too long
    public static byte[] readPublic(FileMessage what, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw new OperatorException(FileMessage.TOO_LONG.with(what.with(), file));
            }
            return content;
        } catch (IOException fault) {
            throw cannotRead(what, file, fault);
        }
    }

    private static void fill(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            put(channel, content);
        }
    }

    /// Writes to a file and waits until that is on the disk.
    static void put(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        channel.force(true);
    }

    static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file");
        }
        return folder;
    }

    /// @param path need not be there yet
    /// @throws OperatorException if its file system cannot keep a file from others
    private static void requirePermissions(Path path) throws IOException {
        Path existing = path.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.getFileStore(existing).supportsFileAttributeView("posix")) {
            throw new OperatorException(FileMessage.NO_PERMISSIONS.with(path));
        }
    }

    private static FileAttribute<?> only(String permissions, Path path) throws IOException {
        requirePermissions(path);
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /// Why something cannot be written, and what to do.
    public static OperatorException cannotWrite(Path path, IOException fault) {
        return new OperatorException(FullDisk.isAt(path)
                ? FileMessage.DISK_FULL.with(path)
                : FileMessage.UNWRITABLE.with(path, reason(fault)),
                fault);
    }

    private static OperatorException cannotRead(FileMessage what, Path file, IOException fault) {
        return new OperatorException(FileMessage.UNREADABLE.with(what.with(), file, reason(fault)), fault);
    }

    /// A message, or what the system says.
    private static Object reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> FileMessage.MISSING.with();
            case FileAlreadyExistsException exists -> FileMessage.EXISTS.with();
            case AccessDeniedException denied -> FileMessage.ACCESS_DENIED.with();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> fault.getClass().getSimpleName();
        };
    }
}
