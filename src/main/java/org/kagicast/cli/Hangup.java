package org.kagicast.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP has a program read its configuration again. Signals that come while that is under way make one more reading
/// together. Systems without that signal, such as Windows, have none of this.
final class Hangup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);
    private static final Set<String> RELOADING = Set.of("content-server", "client");
    private static final String CONFIG = "--config";
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    /// Signals that came before the program heeded them.
    private static final Semaphore EARLY = new Semaphore(0);

    private final Semaphore signals = new Semaphore(0);
    private final Thread reloading;

    /// @param reload runs on a thread of this class, one at a time; what it throws is logged
    private Hangup(Runnable reload) {
        this.reloading = Thread.ofPlatform().daemon().name("kagicast-reload").unstarted(() -> run(reload));
    }

    /// Keeps a signal that comes while the program starts from ending it, which is what the system does with a signal that
    /// nobody heeds. To be called first of all.
    ///
    /// @param arguments of the command line; only programs with a configuration to read again want it
    static void await(String... arguments) {
        boolean reloads = arguments.length > 0 && RELOADING.contains(arguments[0])
                && Arrays.stream(arguments).anyMatch(one -> one.equals(CONFIG) || one.startsWith(CONFIG + "="));
        if (reloads) {
            install(EARLY);
        }
    }

    /// Heeds signals from now on, and those that were awaited. Nothing is reloaded before [#begin].
    static Hangup heed(Runnable reload) {
        Hangup hangup = new Hangup(reload);
        if (!install(hangup.signals)) {
            LOG.warn("SIGHUP is ignored, as nohup has it, so a changed configuration counts from the next start on.");
        }
        hangup.signals.release(EARLY.drainPermits());
        return hangup;
    }

    /// Has the signal release a permit. False if the program was started with the signal ignored, which Java does not
    /// change.
    private static boolean install(Semaphore signals) {
        try {
            Class<?> handler = Class.forName(HANDLER);
            Class<?> signal = Class.forName(SIGNAL);
            MethodHandle release = MethodHandles.lookup().findVirtual(Semaphore.class, "release",
                    MethodType.methodType(void.class)).bindTo(signals);
            Object heeding = MethodHandleProxies.asInterfaceInstance(handler,
                    MethodHandles.dropArguments(release, 0, signal));
            Object former = signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("HUP"), heeding);
            return !handler.getField("SIG_IGN").get(null).equals(former);
        } catch (ReflectiveOperationException unknown) {
            LOG.debug("There is no SIGHUP here, so a changed configuration counts from the next start on", unknown);
            return true;
        }
    }

    /// The program runs: reloads from now on, and once now if a signal has come already.
    void begin() {
        reloading.start();
    }

    private void run(Runnable reload) {
        try {
            while (true) {
                signals.acquire();
                signals.drainPermits();
                try {
                    reload.run();
                } catch (RuntimeException fault) {
                    LOG.error("The configuration could not be read again", fault);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reloads no more. A signal from now on does nothing.
    @Override
    public void close() {
        reloading.interrupt();
    }
}
