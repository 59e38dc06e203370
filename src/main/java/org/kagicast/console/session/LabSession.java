package org.kagicast.console.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.kagicast.lab.LabControl;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Picture;
import org.kagicast.node.NodeControl;

/// The lab that the console holds: starts, stops and commands it. Labs start and stop one after the other on the
/// background executor; everything else happens on the console's thread, and so do all calls.
public final class LabSession {

    private final LabStarter starter;
    private final Executor console;
    private final Executor background;
    private final Notices notices;
    private final Consumer<Optional<NodeControl>> attached;
    private final ReadOnlyObjectWrapper<LabState> state = new ReadOnlyObjectWrapper<>(LabState.STOPPED);
    private final ReadOnlyObjectWrapper<Scenario> scenario;
    private CompletableFuture<Integer> turns = CompletableFuture.completedFuture(0);
    private @Nullable LabControl lab;
    /// Has been started, and is not yet, or will never be, the one that is shown. Whoever takes it out closes it or shows
    /// it.
    private final AtomicReference<@Nullable LabControl> begun = new AtomicReference<>();
    /// Set on the console's thread, read by labs that are about to start.
    private volatile boolean ending;

    /// @param attached gets the lab's node as the lab runs, and nothing before it stops, on the console's thread
    LabSession(LabStarter starter, Scenario scenario, Executor console, Executor background, Notices notices,
            Consumer<Optional<NodeControl>> attached) {
        this.starter = starter;
        this.console = console;
        this.background = background;
        this.notices = notices;
        this.attached = attached;
        this.scenario = new ReadOnlyObjectWrapper<>(scenario);
    }

    public ReadOnlyObjectProperty<LabState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The scenario that runs, or ran last, or is about to.
    public ReadOnlyObjectProperty<Scenario> scenarioProperty() {
        return scenario.getReadOnlyProperty();
    }

    /// Starts a lab, after stopping the one that runs. While one starts or stops, nothing happens.
    public void start(Scenario wanted) {
        if (isBusy()) {
            return;
        }
        Optional<LabControl> old = detach();
        notices.dismiss();
        scenario.set(wanted);
        state.set(LabState.STARTING);
        then(() -> {
            old.ifPresent(LabControl::close);
            begin(wanted);
        });
    }

    /// Stops the lab, if one runs.
    public void stop() {
        if (state.get() != LabState.RUNNING) {
            return;
        }
        Optional<LabControl> old = detach();
        state.set(LabState.STOPPING);
        then(() -> {
            old.ifPresent(LabControl::close);
            console.execute(() -> state.set(LabState.STOPPED));
        });
    }

    /// Stops for good: what waits to be started is not started, and what is being started is closed as soon as it is.
    ///
    /// @param whenEnded runs on a background thread when nothing runs any more
    public void end(Runnable whenEnded) {
        ending = true;
        Optional<LabControl> old = detach();
        then(() -> old.ifPresent(LabControl::close));
        then(() -> Optional.ofNullable(begun.getAndSet(null)).ifPresent(LabControl::close));
        then(whenEnded);
    }

    /// Orders something of the lab; a failure becomes a notice.
    public void command(Function<LabControl, CompletableFuture<?>> order) {
        LabControl running = lab;
        if (running == null) {
            return;
        }
        notices.dismiss();
        background.execute(() -> {
            try {
                order.apply(running).join();
            } catch (OperatorException | CompletionException refused) {
                console.execute(() -> notices.tell(refused));
            }
        });
    }

    /// What a client sees now.
    public Optional<Picture> picture(NodeName client) {
        return lab == null ? Optional.empty() : lab.picture(client);
    }

    /// Whether a client of the lab is there to be refused.
    public boolean isEavesdropper(NodeName client) {
        return lab != null && lab.isEavesdropper(client);
    }

    /// Whether the lab's streams sign what they send.
    public boolean isSigning() {
        return lab != null && lab.isSigning();
    }

    /// Whether an impostor is among the lab's members.
    public boolean hasImpostor() {
        return lab != null && lab.hasImpostor();
    }

    private boolean isBusy() {
        return ending || state.get() == LabState.STARTING || state.get() == LabState.STOPPING;
    }

    /// Has work done after all that was begun before it; a failure becomes a notice, and no lab runs.
    private void then(Runnable work) {
        turns = turns.thenApplyAsync(turn -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                console.execute(() -> failed(failure));
            }
            return turn + 1;
        }, background);
    }

    private void begin(Scenario wanted) {
        if (!ending) {
            begun.set(starter.start(wanted));
            console.execute(this::attach);
        }
    }

    /// One that comes too late is left to [#end].
    private void attach() {
        LabControl started = ending ? null : begun.getAndSet(null);
        if (started == null) {
            return;
        }
        lab = started;
        state.set(LabState.RUNNING);
        attached.accept(Optional.of(started.node()));
    }

    private Optional<LabControl> detach() {
        Optional<LabControl> old = Optional.ofNullable(lab);
        lab = null;
        attached.accept(Optional.empty());
        return old;
    }

    private void failed(Throwable failure) {
        if (ending) {
            return;
        }
        state.set(LabState.STOPPED);
        notices.tell(failure);
    }
}
