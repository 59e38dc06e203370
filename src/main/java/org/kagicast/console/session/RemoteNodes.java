package org.kagicast.console.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.nodes.NodeDialer.Dialled;
import org.kagicast.console.nodes.NodeLink;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.time.Time;

/// The nodes on other machines that the console holds (R23): connects to them, follows them over every loss, and forgets
/// them on request. All calls on the console's thread, which never waits for any node.
public final class RemoteNodes {

    private final NodeDialer dialer;
    private final Time time;
    private final Executor console;
    private final Executor background;
    private final Notices notices;
    private final Listener listener;
    private final Map<HostPort, Held> held = new LinkedHashMap<>();
    private final Map<HostPort, Destination> known = new LinkedHashMap<>();
    private final List<Runnable> changes = new ArrayList<>();
    private final List<CompletableFuture<Void>> closing = new ArrayList<>();
    private boolean closed;

    RemoteNodes(NodeDialer dialer, Time time, Executor console, Executor background, Notices notices,
            Listener listener) {
        this.dialer = dialer;
        this.time = time;
        this.console = console;
        this.background = background;
        this.notices = notices;
        this.listener = listener;
    }

    /// Hears which nodes there are and what becomes of them.
    interface Listener {

        /// @param position among the domain's nodes
        void joined(Domain of, NodeLink link, int position);

        void changed(Domain of, NodeLink link);

        void left(Domain from, NodeLink link);
    }

    /// One of the nodes.
    ///
    /// @param domain empty where the operator's identity could not be used
    public record RemoteNode(Destination destination, Optional<Domain.Trust> domain, NodeStatus status) {}

    /// In the order in which they were opened.
    public List<RemoteNode> all() {
        return held.values().stream().map(Held::now).toList();
    }

    /// Whether a node is held by that address, heard or not.
    public boolean holds(HostPort address) {
        Held known = held.get(address);
        return known != null && known.dialled != null;
    }

    /// Takes note of nodes that were connected to before; they are neither opened now nor forgotten.
    public void know(List<Destination> before) {
        before.forEach(node -> known.put(node.address(), node));
        changes.forEach(Runnable::run);
    }

    /// Those that were connected to before, and have not been opened since.
    public List<Destination> unopened() {
        return known.values().stream().filter(node -> !held.containsKey(node.address())).toList();
    }

    /// Holds a node from now on, whether or not it answers.
    ///
    /// @param opened is told its domain
    public void open(Destination destination, Consumer<Domain.Trust> opened) {
        Held node = new Held(destination);
        held.put(destination.address(), node);
        changes.forEach(Runnable::run);
        dial(destination, dialled -> {
            if (closed || held.get(destination.address()) != node) {
                close(dialled.node());
                return;
            }
            node.take(dialled);
            opened.accept(dialled.domain());
        }, refused -> {
            node.failure = NodeStatus.unreachable(destination, time.now(), sentence(refused));
            notices.tell(refused);
        });
    }

    /// Holds a node as soon as it answers.
    ///
    /// @param connected is told the node's domain
    /// @param refused is told in one sentence why there is no connection
    /// @return gives the attempt up; harmless afterwards
    public Runnable connect(Destination destination, Consumer<Domain.Trust> connected, Consumer<CodedMessage> refused) {
        Attempt attempt = new Attempt(new Held(destination), connected, refused);
        dial(destination, attempt::dialled, fault -> attempt.refuse(sentence(fault)));
        return attempt::giveUp;
    }

    /// Lets go of a node, which runs on.
    public void forget(HostPort address) {
        boolean wasKnown = known.remove(address) != null;
        Held node = held.remove(address);
        if (node != null) {
            node.letGo();
        }
        if (node != null || wasKnown) {
            changes.forEach(Runnable::run);
        }
    }

    /// Lets go of all of them.
    ///
    /// @return ends when the ways to them are closed
    CompletableFuture<Void> close() {
        closed = true;
        List.copyOf(held.values()).forEach(Held::letGo);
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /// Closing may wait for the other side, so it happens in the background, as long as there is one.
    private void close(NodeControl node) {
        closing.removeIf(CompletableFuture::isDone);
        try {
            closing.add(CompletableFuture.runAsync(node::close, background));
        } catch (RejectedExecutionException ended) {
            node.close();
        }
    }

    /// Runs whenever one is held more, or one less.
    public void onChange(Runnable listener) {
        changes.add(listener);
    }

    /// What to remember: how each is reached, also of those that were not opened this time.
    public List<Destination> destinations() {
        return Stream.concat(held.values().stream().map(node -> node.destination), unopened().stream()).toList();
    }

    private void dial(Destination destination, Consumer<Dialled> done, Consumer<RuntimeException> refused) {
        background.execute(() -> {
            try {
                Dialled dialled = dialer.dial(destination);
                console.execute(() -> done.accept(dialled));
            } catch (RuntimeException fault) {
                console.execute(() -> {
                    if (!closed) {
                        refused.accept(fault);
                    }
                });
            }
        });
    }

    private static CodedMessage sentence(RuntimeException fault) {
        return fault instanceof OperatorException told
                ? told.coded()
                : NodeMessage.INTERNAL_ERROR.with(fault.getClass().getSimpleName());
    }

    /// A node that is held.
    private final class Held {

        private final Destination destination;
        private @Nullable Dialled dialled;
        private @Nullable NodeLink link;
        private @Nullable NodeStatus failure;

        Held(Destination destination) {
            this.destination = destination;
        }

        void take(Dialled opened) {
            NodeLink made = link(opened, changed -> listener.changed(opened.domain(), changed));
            listener.joined(opened.domain(), made, position(opened.domain()));
            made.open();
        }

        /// Takes what an attempt has opened already.
        void adopt(Dialled opened, NodeLink made) {
            dialled = opened;
            link = made;
            listener.joined(opened.domain(), made, position(opened.domain()));
        }

        NodeLink link(Dialled opened, Consumer<NodeLink> changed) {
            NodeLink made = new NodeLink(Optional.of(destination), opened.node(), opened.operator(), time, console,
                    background, changed);
            dialled = opened;
            link = made;
            return made;
        }

        /// Nodes stand in the order in which they were opened, whichever is ready first.
        private int position(Domain domain) {
            return (int) held.values().stream().takeWhile(before -> before != this)
                    .filter(before -> before.link != null && before.dialled != null
                            && before.dialled.domain().equals(domain))
                    .count();
        }

        RemoteNode now() {
            NodeStatus status = link != null
                    ? link.status()
                    : failure != null ? failure : NodeStatus.calling(Optional.of(destination));
            return new RemoteNode(destination, Optional.ofNullable(dialled).map(Dialled::domain), status);
        }

        void letGo() {
            if (link != null && dialled != null) {
                link.close();
                listener.left(dialled.domain(), link);
                close(dialled.node());
            }
        }
    }

    /// An attempt to connect, over as soon as the node has answered, or refused, or the person has given up.
    private final class Attempt {

        private final Held node;
        private final Consumer<Domain.Trust> connected;
        private final Consumer<CodedMessage> refused;
        private boolean over;
        private @Nullable NodeLink link;
        private @Nullable Dialled dialled;

        Attempt(Held node, Consumer<Domain.Trust> connected, Consumer<CodedMessage> refused) {
            this.node = node;
            this.connected = connected;
            this.refused = refused;
        }

        void dialled(Dialled opened) {
            dialled = opened;
            if (over) {
                close(opened.node());
                return;
            }
            NodeLink made = new NodeLink(Optional.of(node.destination), opened.node(), opened.operator(), time,
                    console, background, this::changed);
            link = made;
            made.open();
        }

        private void changed(NodeLink told) {
            Dialled opened = Objects.requireNonNull(dialled);
            if (over) {
                listener.changed(opened.domain(), told);
            } else if (told.status().isSilent()) {
                told.close();
                close(opened.node());
                told.status().reason().ifPresent(this::refuse);
            } else {
                over = true;
                forget(node.destination.address());
                held.put(node.destination.address(), node);
                changes.forEach(Runnable::run);
                node.adopt(opened, told);
                connected.accept(opened.domain());
            }
        }

        void refuse(CodedMessage sentence) {
            if (!over) {
                over = true;
                refused.accept(sentence);
            }
        }

        void giveUp() {
            if (over) {
                return;
            }
            over = true;
            if (link != null && dialled != null) {
                link.close();
                close(dialled.node());
            }
        }
    }
}
