package org.kagicast.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PeriodicCheckTest {

    private static final Duration PERIOD = Duration.ofMillis(250);

    private final ManualTime time = new ManualTime();
    private final AtomicInteger checked = new AtomicInteger();
    private final AtomicBoolean isMoreLeft = new AtomicBoolean(true);

    @Test
    @DisplayName("It checks once a period while something is left, not at all otherwise, and again once armed")
    void onlyWhileNeeded() {
        PeriodicCheck check = check();
        time.turn(Duration.ofSeconds(5));
        assertThat(checked).hasValue(0);

        check.arm();
        check.arm();
        time.turn(Duration.ofSeconds(1));
        assertThat(checked).hasValue(4);
        isMoreLeft.set(false);
        time.turn(Duration.ofSeconds(5));
        assertThat(checked).hasValue(5);

        check.arm();
        time.turn(Duration.ofSeconds(5));
        assertThat(checked).hasValue(6);
        check.arm();
        check.close();
        time.turn(Duration.ofSeconds(5));
        assertThat(checked).hasValue(6);
        check.close();
    }

    @Test
    @DisplayName("A check that fails is made again")
    void goesOnAfterAFault() {
        PeriodicCheck check = new PeriodicCheck(PERIOD, time, Runnable::run, () -> {
            if (checked.incrementAndGet() == 1) {
                throw new IllegalStateException("the audit is full");
            }
            return false;
        });
        check.arm();

        assertThatThrownBy(() -> time.turn(PERIOD)).isInstanceOf(IllegalStateException.class);
        time.turn(PERIOD);

        assertThat(checked).hasValue(2);
    }

    private PeriodicCheck check() {
        return new PeriodicCheck(PERIOD, time, Runnable::run, () -> {
            checked.incrementAndGet();
            return isMoreLeft.get();
        });
    }
}
