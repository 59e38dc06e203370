package org.kagicast.bench.dataplane;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// Finds out who allocates how much on the threads that packets pass through.
///
/// How much the JVM knows to the byte. By whom is told by the JDK's flight recorder: it notes the stack at each of the
/// many samples that it takes, every time a thread's piece of heap is used up, and how much was allocated since the last.
/// What the cipher allocates comes and goes with what the JIT makes of it, by far more than a byte a packet, so it cannot
/// be measured apart and subtracted.
final class AllocationWatch implements AutoCloseable {

    private static final String EVENT = "jdk.ObjectAllocationSample";

    private enum Owner {
        OWN,
        CIPHER,
        NETTY
    }

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Recording recording = new Recording();
    private long allocatedBefore;

    AllocationWatch() {
        recording.enable(EVENT).with("throttle", "off").withStackTrace();
    }

    void start() {
        recording.start();
        allocatedBefore = allocated();
    }

    /// @param packets that passed since the start
    Allocations stop(long packets) {
        double each = (double) (allocated() - allocatedBefore) / Math.max(1, packets);
        recording.stop();
        Map<Owner, Long> weights = weights();
        double all = Math.max(1, weights.values().stream().mapToLong(Long::longValue).sum());
        return new Allocations(each * weights.getOrDefault(Owner.OWN, 0L) / all,
                each * weights.getOrDefault(Owner.CIPHER, 0L) / all,
                each * weights.getOrDefault(Owner.NETTY, 0L) / all);
    }

    @Override
    public void close() {
        recording.close();
    }

    private Map<Owner, Long> weights() {
        Map<Owner, Long> weights = new EnumMap<>(Owner.class);
        try {
            Path file = Files.createTempFile("kagicast-bench", ".jfr");
            try {
                recording.dump(file);
                for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                    if (event.getEventType().getName().equals(EVENT) && isOnTheWay(event.getThread())) {
                        weights.merge(owner(event), event.getLong("weight"), Long::sum);
                    }
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what was recorded cannot be read", e);
        }
        return weights;
    }

    private long allocated() {
        return LongStream.of(threads.getAllThreadIds()).filter(this::isOnTheWay)
                .map(threads::getThreadAllocatedBytes).sum();
    }

    private boolean isOnTheWay(long thread) {
        var info = threads.getThreadInfo(thread);
        return info != null && isOnTheWay(info.getThreadName());
    }

    private static boolean isOnTheWay(RecordedThread thread) {
        return thread != null && thread.getJavaName() != null && isOnTheWay(thread.getJavaName());
    }

    private static boolean isOnTheWay(String thread) {
        return thread.startsWith("kagicast-multicast") || thread.startsWith("kagicast-source");
    }

    /// Whatever happens inside the cipher is the cipher's, and so is what it wants to be given. Otherwise it is whose
    /// code is nearest to the allocation.
    private static Owner owner(RecordedEvent event) {
        if (isCipher(event.getClass("objectClass").getName()) || frames(event).anyMatch(AllocationWatch::isCipher)) {
            return Owner.CIPHER;
        }
        return frames(event).filter(name -> name.startsWith("io.netty.") || name.startsWith("org.kagicast."))
                .findFirst().filter(name -> name.startsWith("io.netty.")).isPresent() ? Owner.NETTY : Owner.OWN;
    }

    private static boolean isCipher(String name) {
        return name.startsWith("javax.crypto.") || name.startsWith("com.sun.crypto.");
    }

    private static Stream<String> frames(RecordedEvent event) {
        return event.getStackTrace() == null
                ? Stream.empty()
                : event.getStackTrace().getFrames().stream().map(frame -> frame.getMethod().getType().getName());
    }
}
