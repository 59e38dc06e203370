package org.kagicast.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.kagicast.model.OperatorException;

/// Makes and replaces files for their owner's eyes only (0600, folders 0700). A file is never readable by others for a
/// moment in between, and whatever these methods did is on the disk when they return.
///
/// A file system that knows no such permissions is refused: there is no place on it for a secret.
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

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

    /// Makes an empty file.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if it is there
    public static void create(Path file) throws IOException {
        Files.createFile(file, only("rw-------", file));
    }

    /// Makes a file, and its folder if need be. One that finds no room is not left half-written.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if it is there
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

    /// Replaces a file, or makes it, as a whole: whoever reads it meets the former content or the new one.
    public static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        create(next);
        fill(next, content);
        rename(next, file);
    }

    /// Gives a file whose content is on the disk another name in the same folder, in place of what had that name.
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folderOf(to));
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

    /// Whether anybody but its owner may read or change a file.
    public static boolean isOpenToOthers(Path file) throws IOException {
        requirePermissions(file);
        return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }

    private static void fill(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
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
    public static void requirePermissions(Path path) throws IOException {
        Path existing = path.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.getFileStore(existing).supportsFileAttributeView("posix")) {
            throw new OperatorException("The file system of " + path + " cannot keep a secret to one user: choose a "
                    + "folder on one that has POSIX permissions.");
        }
    }

    private static FileAttribute<?> only(String permissions, Path path) throws IOException {
        requirePermissions(path);
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
