package org.kagicast.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.kagicast.files.HeldFiles;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.message.CodedMessage;

/// The file that is being written. Belongs to the writing thread.
final class AuditFile implements AutoCloseable {

    /// The disk as it is.
    static final Opening WRITING = file -> FileChannel.open(file, StandardOpenOption.WRITE);

    private final AuditFiles files;
    private final AuditKeeper keeper;
    private final Opening opening;
    private FileChannel channel;
    private volatile HeldFiles held;
    private long firstSequence;
    private long length;
    private @Nullable IOException lost;

    /// Opens a file to be written.
    @FunctionalInterface
    interface Opening {
        FileChannel open(Path file) throws IOException;
    }

    /// @param firstSequence the number of its first entry
    /// @param length bytes of whole lines in it; what comes after is cut off
    AuditFile(AuditFiles files, Opening opening, AuditKeeper keeper, long firstSequence, long length)
            throws IOException {
        this.files = files;
        this.opening = opening;
        this.keeper = keeper;
        this.firstSequence = firstSequence;
        this.length = length;
        this.channel = open();
        this.held = held();
        channel.truncate(length);
    }

    private FileChannel open() throws IOException {
        if (!Files.exists(files.current())) {
            PrivateFiles.create(files.current());
            PrivateFiles.syncFolder(files.folder());
        }
        return opening.open(files.current());
    }

    private HeldFiles held() throws IOException {
        return HeldFiles.of(List.of(files.current(), files.lock()), keeper.whenTakenAway(), keeper.cureWhenGone());
    }

    /// Looks whether the file that is written is the one that lies at its path.
    boolean isInPlaceNow() {
        return !channel.isOpen() || held.look();
    }

    /// What is wrong where it was not, when that was last looked at. May be asked by any thread.
    Optional<CodedMessage> displaced() {
        return held.problem();
    }

    /// Adds lines, all or none; after a failure they may be added again.
    void append(byte[] lines) throws IOException {
        openAgain();
        try {
            ByteBuffer left = ByteBuffer.wrap(lines);
            while (left.hasRemaining()) {
                channel.write(left, length + left.position());
            }
            length += lines.length;
        } catch (IOException e) {
            channel.truncate(length);
            throw e;
        }
    }

    /// Puts what was added on the disk. After a failure it never succeeds again: the disk may have lost what the failed
    /// sync was for, and not say so.
    void sync() throws IOException {
        if (lost != null) {
            throw new IOException("an earlier sync failed", lost);
        }
        openAgain();
        try {
            channel.force(false);
        } catch (IOException e) {
            lost = e;
            throw e;
        }
    }

    /// After a rotation that failed half-way.
    private void openAgain() throws IOException {
        if (!channel.isOpen()) {
            channel = open();
            held = held();
        }
    }

    /// Takes back what was added last.
    ///
    /// @param former the length that the file had before
    void takeBack(long former) throws IOException {
        length = former;
        channel.truncate(former);
    }

    long firstSequence() {
        return firstSequence;
    }

    long length() {
        return length;
    }

    /// Puts the file aside and begins another. What was added is on the disk before.
    void rotate(long nextSequence) throws IOException {
        sync();
        channel.close();
        PrivateFiles.rename(files.current(), files.putAside(firstSequence));
        firstSequence = nextSequence;
        length = 0;
        channel = open();
        held = held();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
