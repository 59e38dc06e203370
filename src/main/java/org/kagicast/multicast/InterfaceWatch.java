package org.kagicast.multicast;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kagicast.time.Time;
import org.kagicast.time.Time.Scheduled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the interfaces that sockets depend on, twice a second on a thread of its own. The system has no event for this
/// that a program on every platform could wait for. Safe for use by several threads.
final class InterfaceWatch implements AutoCloseable {

    /// Between two looks.
    static final Duration PERIOD = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(InterfaceWatch.class);

    /// Called on the watch's thread, one at a time. May wait for the system.
    interface Watcher {

        String interfaceName();

        void look(InterfaceState now);
    }

    private final Function<String, InterfaceState> system;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofVirtual().name("kagicast-interfaces").factory());
    private final Scheduled looks;

    InterfaceWatch(Time time, Function<String, InterfaceState> system) {
        this.system = system;
        this.looks = time.every(PERIOD, thread, this::look);
    }

    /// Has it look on until it is removed.
    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    /// A look that has begun may go on after this returns.
    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    /// Looks at each interface once, for all that depend on it.
    void look() {
        Map<String, InterfaceState> states = watchers.stream().map(Watcher::interfaceName).distinct()
                .collect(Collectors.toMap(Function.identity(), system));
        for (Watcher watcher : watchers) {
            try {
                InterfaceState state = states.get(watcher.interfaceName());
                if (state != null) {
                    watcher.look(state);
                }
            } catch (RuntimeException fault) {
                LOG.error("A socket on interface {} could not be looked after", watcher.interfaceName(), fault);
            }
        }
    }

    /// Looks no more; a look that has begun may go on.
    @Override
    public void close() {
        looks.cancel();
        watchers.clear();
        thread.shutdownNow();
    }
}
