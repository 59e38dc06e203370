package org.kagicast.node.program;

import java.nio.file.Path;

import org.kagicast.files.DiskRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The room on the disk of a folder, of which the program's log tells when it runs out, and when there is room again. Its
/// monitor guards what was told. Safe for use by several threads.
final class LoggedRoom implements DiskRoom {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedRoom.class);
    /// With less, hardly a line can be written. What is kept in reserve is given up only when somebody writes.
    private static final long NOTHING = 48L << 10;

    private final Path folder;
    private final DiskRoom room;
    private boolean isFull;

    /// Tells at once if the disk is full.
    ///
    /// @param room looks at the disk of the folder
    LoggedRoom(Path folder, DiskRoom room) {
        this.folder = folder;
        this.room = room;
        var _ = admits(Need.USUAL);
    }

    @Override
    public boolean admits(Need need) {
        boolean admits = room.admits(need);
        tell();
        return admits;
    }

    @Override
    public boolean giveUp() {
        boolean more = room.giveUp();
        tell();
        return more;
    }

    @Override
    public void look() {
        room.look();
        tell();
    }

    @Override
    public Left left() {
        return room.left();
    }

    /// Twice as much must be left for there to be room again, so that a disk at the limit is told of once.
    private synchronized void tell() {
        Left left = room.left();
        if (isFull && left.hasReserve() && left.free() >= 2 * NOTHING) {
            isFull = false;
            LOG.info("There is room again on the disk of {}: it is {}", folder, left.text());
        } else if (!isFull && (!left.hasReserve() || left.free() < NOTHING)) {
            isFull = true;
            LOG.warn("The disk of {} is full ({}{}): make room on it", folder, left.text(),
                    left.hasReserve() ? "" : ", of what was kept in reserve");
        }
    }
}
