package org.kagicast.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    @DisplayName("work that is cancelled does not begin, even when it waits in its executor already")
    void cancelled() throws InterruptedException {
        try (SystemTime time = new SystemTime()) {
            Time.Scheduled once = time.after(SOON, loop::add, runs::incrementAndGet);
            Runnable waiting = loop.take();
            once.cancel();
            waiting.run();

            assertThat(runs).hasValue(0);
        }
    }

    @Test
    @DisplayName("runs of an executor that is busy do not pile up, and go on when it is not")
    void noPile() throws InterruptedException {
        try (SystemTime time = new SystemTime()) {
            CountDownLatch later = new CountDownLatch(20);
            time.every(SOON, loop::add, runs::incrementAndGet);
            time.every(SOON, Runnable::run, later::countDown);
            assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(loop).hasSizeLessThanOrEqualTo(1);
            loop.take().run();
            loop.take().run();
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    @DisplayName("a role that is just starting as the time is closed meets no fault: nothing is done later any more")
    void closed() {
        SystemTime time = new SystemTime();
        time.close();

        Time.Scheduled once = time.after(SOON, Runnable::run, runs::incrementAndGet);
        Time.Scheduled often = time.every(SOON, Runnable::run, runs::incrementAndGet);
        once.cancel();
        often.cancel();

        assertThat(runs).hasValue(0);
    }
}
