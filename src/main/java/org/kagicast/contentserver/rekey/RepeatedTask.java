package org.kagicast.contentserver.rekey;

import java.time.Duration;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.time.Time;

/// Does something at once and then again and again on the stream's thread, so many times or until stopped.
final class RepeatedTask {

    private final Runnable work;
    private final Time.Scheduled schedule;
    private int left;

    private RepeatedTask(StreamContext context, Duration interval, int times, Runnable work) {
        this.work = work;
        this.left = times;
        run();
        this.schedule = context.time().every(interval, context.loop(), this::repeat);
    }

    static RepeatedTask start(StreamContext context, Duration interval, int times, Runnable work) {
        return new RepeatedTask(context, interval, times, work);
    }

    void stop() {
        left = 0;
        schedule.cancel();
    }

    boolean isOver() {
        return left == 0;
    }

    private void repeat() {
        if (left > 0) {
            run();
        }
        if (left == 0) {
            stop();
        }
    }

    private void run() {
        left--;
        work.run();
    }
}
