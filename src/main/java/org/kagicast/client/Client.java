package org.kagicast.client;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.kagicast.client.sink.PictureSink;
import org.kagicast.client.sink.Sink;
import org.kagicast.client.sink.Sinks;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostedRole;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.Picture;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.time.Time;

/// A running client: joins its groups, opens what it has keys for, and delivers to its sink. All its state belongs to
/// one loop of the transport. Safe for use by several threads.
public final class Client implements HostedRole {

    private static final Duration TICK = Duration.ofMillis(500);

    /// Only how long keys are kept ever changes.
    private volatile ClientSettings settings;
    private final Loop loop;
    private final Sink sink;
    private final PacketPath path;
    private final SnapshotBuilder report;
    private final StatusNotices notices;
    private final Time.Scheduled ticking;
    private final List<DatagramReceiver> receivers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ClientSnapshot> last = new CompletableFuture<>();

    private Client(ClientSettings settings, Loop loop, Sink sink, PacketPath path, Surroundings around) {
        this.settings = settings;
        this.loop = loop;
        this.sink = sink;
        this.path = path;
        this.report = new SnapshotBuilder(settings, path, sink, around.time, around.transport.io().toString(),
                () -> receivers.stream().flatMap(each -> each.trouble().stream()).findFirst());
        this.notices = new StatusNotices(settings, around.events, around.time);
        this.ticking = around.time.every(TICK, loop, this::tick);
    }

    private void tick() {
        path.tick();
        notices.look(report.standing());
    }

    /// What a client stands on. The client closes none of it.
    ///
    /// @param standardOutput where the sink `-` writes
    /// @param isShutOut whether a content server is not to be believed any more; asked on the client's loop
    public record Surroundings(MulticastTransport transport, KeyFetcher fetcher, Time time, RandomGenerator randomness,
            EventSink events, OutputStream standardOutput, Predicate<NodeName> isShutOut) {

        /// For a client that believes whatever its keys open.
        public Surroundings(MulticastTransport transport, KeyFetcher fetcher, Time time, RandomGenerator randomness,
                EventSink events, OutputStream standardOutput) {
            this(transport, fetcher, time, randomness, events, standardOutput, sender -> false);
        }

        /// The same with randomness of its own, which one thread at a time may use.
        Surroundings with(RandomGenerator own) {
            return new Surroundings(transport, fetcher, time, own, events, standardOutput, isShutOut);
        }
    }

    /// Opens the sink and joins the groups; from then on packets flow.
    ///
    /// @throws org.kagicast.model.OperatorException if that cannot be done; nothing stays open then
    public static Client start(ClientSettings settings, Surroundings around) {
        Loop loop = around.transport.loop();
        return start(settings, around, loop,
                Sinks.open(settings.sink(), around.transport, loop, around.time, around.standardOutput,
                        settings.limits().heldBytes()));
    }

    /// As the other, with a sink of the caller's own making in place of the one in the settings. The client closes it.
    public static Client start(ClientSettings settings, Surroundings around, Sink sink) {
        return start(settings, around, around.transport.loop(), sink);
    }

    private static Client start(ClientSettings settings, Surroundings around, Loop loop, Sink sink) {
        KeyFetcher fetcher = settings.authenticity() == AuthenticityMode.REQUIRED
                ? new SigningKeysOnly(around.fetcher)
                : around.fetcher;
        PacketPath path = new PacketPath(settings.name(), settings.limits(), settings.authenticity(), fetcher, sink,
                around.time, loop, around.randomness, around.events, around.isShutOut);
        Client client = new Client(settings, loop, sink, path, around);
        try {
            for (MulticastGroup group : settings.groups()) {
                client.receivers
                        .add(around.transport.openReceiver(group, settings.source(), settings.networkInterface(), loop,
                                path));
            }
            return client;
        } catch (RuntimeException fault) {
            client.close();
            throw fault;
        }
    }

    @Override
    public NodeName name() {
        return settings.name();
    }

    @Override
    public Role role() {
        return Role.CLIENT;
    }

    /// What it does now.
    ClientSettings settings() {
        return settings;
    }

    /// Keeps an unused key for so long from now on (R11). From one thread at a time.
    void keepKeysFor(Duration idle) {
        settings = settings.withLimits(settings.limits().withKeyIdle(idle));
        loop.execute(() -> path.forgetAfter(idle));
    }

    /// The latest picture of a client with the `picture` sink.
    public Optional<Picture> picture() {
        return sink instanceof PictureSink picture ? picture.latest() : Optional.empty();
    }

    /// What its sink has not delivered, in one sentence; final when the client is closed.
    public Optional<CodedMessage> undelivered() {
        return sink.loss().or(sink::problem);
    }

    /// Whether its sink can take nothing more, ever.
    boolean hasEnded() {
        return sink.whenEnded().isDone();
    }

    /// Fails with an [org.kagicast.model.OperatorException] when its sink can take nothing more, ever.
    public CompletableFuture<Void> whenEnded() {
        return sink.whenEnded();
    }

    /// After [#close()] the last one made.
    @Override
    public CompletableFuture<ClientSnapshot> snapshot() {
        if (last.isDone()) {
            return last;
        }
        try {
            return CompletableFuture.supplyAsync(report::make, loop);
        } catch (RejectedExecutionException closed) {
            return last;
        }
    }

    @Override
    public void close() {
        if (last.isDone()) {
            return;
        }
        ticking.cancel();
        receivers.forEach(DatagramReceiver::close);
        try {
            last.complete(CompletableFuture.supplyAsync(() -> {
                ClientSnapshot snapshot = report.make();
                path.close();
                return snapshot;
            }, loop).join());
        } finally {
            sink.close();
        }
    }
}
