package org.kagicast.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/// Keeps room on a disk for what must be written even when the disk is full, by means of a file that is given up then and
/// made again when there is room. While it is given up nothing usual is written any more; its first half is for those who
/// wait for an answer, and all of it for what is urgent. Others that write on the same disk may take what was given up.
///
/// Its monitor guards it. Safe for use by several threads.
public final class DiskReserve implements DiskRoom {

    /// Some 20,000 entries of an audit log, or hundreds of changes of a key table.
    public static final long USUAL_BYTES = 8L << 20;

    private static final int BLOCK = 1 << 16;
    /// No more than so much of the disk is kept.
    private static final int MOST_OF_DISK = 16;

    private final Path file;
    private final Disk disk;
    private final long bytes;
    private boolean isWhole;
    private volatile Left left;

    /// What the system tells of a disk.
    interface Disk {

        /// Bytes that this process may still write.
        long free() throws IOException;

        long total() throws IOException;
    }

    private DiskReserve(Path file, Disk disk, long bytes, boolean isWhole) {
        this.file = file;
        this.disk = disk;
        this.bytes = bytes;
        this.isWhole = isWhole;
        this.left = new Left(Long.MAX_VALUE, Long.MAX_VALUE, isWhole);
    }

    /// Makes a reserve on the disk of a folder, or takes the one that is there. If there is no room for it now, it is made
    /// as soon as there is.
    ///
    /// @param file made for its owner alone; its folder is there
    /// @param most bytes; less on a small disk
    public static DiskReserve at(Path file, long most) throws IOException {
        FileStore store = Files.getFileStore(file.toAbsolutePath().getParent());
        return at(file, most, new Disk() {
            @Override
            public long free() throws IOException {
                return store.getUsableSpace();
            }

            @Override
            public long total() throws IOException {
                return store.getTotalSpace();
            }
        });
    }

    static DiskReserve at(Path file, long most, Disk disk) throws IOException {
        long bytes = Math.min(most, disk.total() / MOST_OF_DISK);
        boolean isWhole = Files.isRegularFile(file) && Files.size(file) == bytes;
        DiskReserve reserve = new DiskReserve(file, disk, bytes, isWhole);
        reserve.look();
        return reserve;
    }

    @Override
    public synchronized boolean admits(Need need) {
        measure();
        if (isWhole && left.free() < bytes / 8) {
            giveUp();
        }
        return isWhole || switch (need) {
            case USUAL -> false;
            case WAITED_FOR -> left.free() >= bytes / 2;
            case URGENT -> true;
        };
    }

    @Override
    public synchronized boolean giveUp() {
        if (!isWhole) {
            return false;
        }
        isWhole = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            measure();
        }
    }

    @Override
    public synchronized void look() {
        measure();
        if (!isWhole && left.free() >= 2 * bytes) {
            isWhole = isMade();
            measure();
        }
    }

    @Override
    public Left left() {
        return left;
    }

    private void measure() {
        try {
            left = new Left(disk.free(), disk.total(), isWhole);
        } catch (IOException unknown) {
            left = new Left(Long.MAX_VALUE, Long.MAX_VALUE, isWhole);
        }
    }

    /// Really written, with what no disk can make smaller, so that the room is its own.
    private boolean isMade() {
        try {
            if (!Files.exists(file)) {
                PrivateFiles.create(file);
            }
            fill();
            return true;
        } catch (IOException noRoom) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            } catch (IOException e) {
                noRoom.addSuppressed(e);
            }
            return false;
        }
    }

    private void fill() throws IOException {
        SplittableRandom noise = new SplittableRandom(bytes);
        byte[] block = new byte[BLOCK];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long written = 0; written < bytes;) {
                noise.nextBytes(block);
                written += channel.write(ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK, bytes - written)));
            }
            channel.force(true);
        }
    }
}
