package org.kagicast.files;

/// The room on a disk, and who may still write when it runs short. Safe for use by several threads.
public interface DiskRoom {

    /// A disk on which there is always room.
    DiskRoom AMPLE = new DiskRoom() {
        @Override
        public boolean admits(Need need) {
            return true;
        }

        @Override
        public boolean giveUp() {
            return false;
        }

        @Override
        public void look() {
            // There is nothing to see.
        }

        @Override
        public Left left() {
            return new Left(Long.MAX_VALUE, Long.MAX_VALUE, true);
        }
    };

    /// How much it matters that something is written.
    enum Need {
        /// All goes on as it was without it.
        USUAL,
        /// Somebody who is in the right waits for it.
        WAITED_FOR,
        /// It keeps somebody out who must not be let in.
        URGENT
    }

    /// Whether something may be written now. What is kept in reserve is given up here as soon as there is no other room.
    boolean admits(Need need);

    /// Gives up what is kept in reserve, because something did not find room.
    ///
    /// @return whether there is more room now than before
    boolean giveUp();

    /// Looks how much room there is, and takes the reserve back once there is enough.
    void look();

    /// What was there when it was last looked at.
    Left left();

    /// @param free bytes that may be written
    /// @param total bytes of the whole disk
    /// @param hasReserve whether what is kept in reserve, which does not count as free, is still there
    record Left(long free, long total, boolean hasReserve) {

        private static final long GIB = 1L << 30;
        private static final long MIB = 1L << 20;

        /// Whether a tenth or less is left, and not so much that it lasts for long all the same.
        public boolean isLittle() {
            return free < total / 10 && free < 20 * GIB;
        }

        public long percentFull() {
            return total == 0 ? 100 : 100 - Math.ceilDiv(100 * (free / 1024), Math.max(1, total / 1024));
        }

        /// What is free, such as "512 MiB".
        public String freeText() {
            return free < 10 * MIB ? free / 1024 + " KiB" : free / MIB + " MiB";
        }

        /// In a few words, such as "94 % full, 512 MiB are left".
        public String text() {
            return percentFull() + " % full, " + freeText() + " are left";
        }
    }
}
