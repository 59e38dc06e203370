package org.kagicast.client.fetch;

/// Allows so many things at once and so many a second on average. One thread; the time comes in as a parameter.
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private double perSecond;
    private double most;
    private double tokens;
    private long filled;

    public TokenBucket(int perSecond, int burst, long nanos) {
        this.perSecond = perSecond;
        this.most = burst;
        this.tokens = burst;
        this.filled = nanos;
    }

    /// Allows another rate from now on, and no more at once than that rate does.
    void change(int newPerSecond, int newBurst, long nanos) {
        fill(nanos);
        perSecond = newPerSecond;
        most = newBurst;
        tokens = Math.min(tokens, most);
    }

    /// @return whether one more may be done now, which counts as done
    public boolean take(long nanos) {
        return take(nanos, 0);
    }

    /// @param left how many have to be left over for others afterwards
    /// @return whether one more may be done now, which counts as done
    public boolean take(long nanos, int left) {
        fill(nanos);
        if (tokens < 1 + left) {
            return false;
        }
        tokens--;
        return true;
    }

    /// Nanoseconds until a token is there.
    long nanosToNext(long nanos) {
        fill(nanos);
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS);
    }

    /// A time before the latest one counts as that: no stretch of time fills it twice.
    private void fill(long nanos) {
        long elapsed = Math.max(0, nanos - filled);
        tokens = Math.min(most, tokens + elapsed / NANOS * perSecond);
        filled += elapsed;
    }
}
