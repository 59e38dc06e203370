package org.kagicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Feeds a target with broken input, round after round, each from a seed of its own: a few seeded rounds in a plain run;
/// with `-Dfuzz.seconds=600` ten minutes, shared by all targets, from other seeds each time. A round that fails or does not
/// come to an end is told with its seed, and `-Dfuzz.seed=N` repeats it alone.
public final class Fuzz {

    /// Who share the seconds.
    private static final int TARGETS = 8;
    private static final long LONGEST_ROUND_NANOS = 20_000_000_000L;
    private static final long LONG_RUN_SECONDS = Long.getLong("fuzz.seconds", 0);
    private static final Long ONE_SEED = Long.getLong("fuzz.seed");

    /// What is done with one seed's input.
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Exception;
    }

    private Fuzz() {
    }

    /// @param rounds of a plain run
    public static void run(int rounds, Round round) throws InterruptedException {
        long first = ONE_SEED != null ? ONE_SEED : LONG_RUN_SECONDS > 0 ? System.nanoTime() : 1;
        long end = System.nanoTime() + LONG_RUN_SECONDS * 1_000_000_000L / TARGETS;
        AtomicLong seed = new AtomicLong(first);
        AtomicReference<Throwable> fault = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().daemon().name("fuzz").start(() -> {
            try {
                for (int done = 0; LONG_RUN_SECONDS > 0 ? System.nanoTime() < end : done < rounds; done++) {
                    round.run(new Random(seed.get()));
                    if (ONE_SEED != null) {
                        return;
                    }
                    seed.incrementAndGet();
                }
            } catch (Throwable escaped) {
                fault.set(escaped);
            }
        });
        watch(worker, seed);
        if (fault.get() != null) {
            throw new AssertionError("seed " + seed.get() + ": " + fault.get(), fault.get());
        }
    }

    private static void watch(Thread worker, AtomicLong seed) throws InterruptedException {
        long last = seed.get();
        long since = System.nanoTime();
        while (!worker.join(java.time.Duration.ofMillis(100))) {
            if (seed.get() != last) {
                last = seed.get();
                since = System.nanoTime();
            }
            assertThat(System.nanoTime() - since)
                    .as(() -> "seed " + seed.get() + " does not come to an end: "
                            + Arrays.toString(worker.getStackTrace()))
                    .isLessThan(LONGEST_ROUND_NANOS);
        }
    }

    /// Damages valid bytes as networks, disks and attackers do: bits, runs of zeros or ones, noise, cuts, repetitions.
    public static byte[] damaged(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int times = random.nextInt(8); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0xff);
                case 3 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                case 5 -> bytes = without(bytes, at, length);
                default -> bytes = twice(bytes, at, length);
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, rest, at, bytes.length - at - length);
        return rest;
    }

    private static byte[] twice(byte[] bytes, int at, int length) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, more, at + length, bytes.length - at);
        return more;
    }
}
