package org.kagicast.client;

import java.time.Duration;

/// When things happened last, in monotonic nanoseconds; what never happened lies an hour back. State: the client's loop.
final class LastActivity {

    long received;
    long opened;
    long forged;
    long refused;
    long superseded;
    long tooOld;
    long impostor;
    long unauthenticated;

    LastActivity(long nanos) {
        long never = nanos - Duration.ofHours(1).toNanos();
        received = never;
        opened = never;
        forged = never;
        refused = never;
        superseded = never;
        tooOld = never;
        impostor = never;
        unauthenticated = never;
    }
}
