package org.kagicast.contentserver.rekey;

import java.time.Duration;

/// How long things of a rekey take, for tests of whole streams that turn the clock by it.
public final class RekeyTimes {

    /// The longest time between two announcements.
    public static final Duration ANNOUNCED_EVERY = Announcer.LONGEST_INTERVAL;
    /// Within which the key server is told of a switch.
    public static final Duration REPORTED_WITHIN = KeyInUse.REPORT_WITHIN;
    /// After a key was refused, until the stream wants one by itself again.
    public static final Duration SOON = RekeyMachine.SOON;
    /// Within which the key server must answer.
    public static final Duration ANSWERED_WITHIN = KeyAcquisition.ANSWER_WITHIN;
    /// Between asking for a key and asking again, at first and at last.
    public static final Duration FIRST_PAUSE = KeyAcquisition.FIRST_PAUSE;
    public static final Duration LONGEST_PAUSE = KeyAcquisition.LONGEST_PAUSE;
    /// How often it is asked who has the coming key, and how often if it refuses to say.
    public static final Duration LOOKED_EVERY = Readiness.EVERY;
    public static final Duration LOOKED_EVERY_WHEN_REFUSED = Readiness.EVERY_WHEN_REFUSED;

    private RekeyTimes() {
    }
}
