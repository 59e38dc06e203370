package org.kagicast.files;

/// A disk that has as much room as the test says. Safe for use by several threads.
public final class ScriptedRoom implements DiskRoom {

    private volatile Need least = Need.USUAL;
    private volatile boolean hasReserve = true;
    private volatile long shortOf = 3 << 20;
    private volatile Runnable onGivingUp = () -> {
    };

    /// What must matter at least as much to find room.
    public void admitOnly(Need need) {
        least = need;
        hasReserve = need == Need.USUAL;
    }

    /// So much is left once there is no reserve.
    public void leave(long bytes) {
        shortOf = bytes;
    }

    /// Runs when the reserve is given up, which makes room.
    public void onGivingUp(Runnable work) {
        onGivingUp = work;
    }

    @Override
    public boolean admits(Need need) {
        return need.compareTo(least) >= 0;
    }

    @Override
    public boolean giveUp() {
        boolean had = hasReserve;
        hasReserve = false;
        if (had) {
            onGivingUp.run();
        }
        return had;
    }

    @Override
    public void look() {
        // It is as the test says.
    }

    @Override
    public Left left() {
        return new Left(hasReserve ? 64 << 20 : shortOf, 64 << 20, hasReserve);
    }
}
