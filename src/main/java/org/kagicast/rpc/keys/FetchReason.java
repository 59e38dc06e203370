package org.kagicast.rpc.keys;

/// Why a key is asked for. It changes nothing in the answer; it only tells the steps of an announced change (C2, C10)
/// from the others (A2, B3) for those who watch.
public enum FetchReason {
    /// It is needed now.
    ON_DEMAND,
    /// A change is announced, or about to be.
    ANNOUNCED;

    public static FetchReason of(boolean announced) {
        return announced ? ANNOUNCED : ON_DEMAND;
    }
}
