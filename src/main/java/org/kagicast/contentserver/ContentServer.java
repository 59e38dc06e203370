package org.kagicast.contentserver;

import java.io.InputStream;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.source.Source;
import org.kagicast.contentserver.source.SourceOpener;
import org.kagicast.contentserver.source.SourceThreads;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostedRole;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.keys.KeyCreator;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role of the content server: encrypts streams and multicasts them (R1 to R6), and changes their keys (R18, R19,
/// R21, R25). Safe for use by several threads; each stream has a thread of the transport that owns its state.
///
/// Its streams can be changed while it runs ([#reload]). Only the holder of the monitor changes which there are.
public final class ContentServer implements HostedRole {

    private static final Logger LOG = LoggerFactory.getLogger(ContentServer.class);

    private static final long CLOSING_MILLIS = 900;
    /// Key IDs that a snapshot remembers of all streams together, lest it grow with their number.
    private static final int MOST_KEY_IDS = 8_000;
    private static final int FEWEST_KEY_IDS = 8;

    /// What a content server works with; whoever made it closes it, after the content server.
    ///
    /// @param keys the key server as this content server reaches it
    /// @param orders where it hears that it is to rekey
    /// @param keyServer its name, for people to read
    /// @param standardInput what the source `-` reads
    public record Surroundings(KeyCreator keys, RekeyOrderSource orders, NodeName keyServer,
            MulticastTransport transport, Time time, EventSink events, InputStream standardInput) {

        /// For a content server that nobody orders anything.
        public Surroundings(KeyCreator keys, NodeName keyServer, MulticastTransport transport, Time time,
                EventSink events, InputStream standardInput) {
            this(keys, RekeyOrderSource.NONE, keyServer, transport, time, events, standardInput);
        }
    }

    private final NodeName name;
    private final Surroundings surroundings;
    private final OrderWatch orderWatch;
    private final String io;
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    /// Never changed, only replaced.
    private volatile Map<StreamName, ContentStream> streams = Map.of();
    /// Streams that a reload stopped and could not open again, each with the reason.
    private volatile Map<StreamName, CodedMessage> missing = Map.of();
    private RekeyOrderSource.@Nullable Watch watch;
    private boolean isClosed;
    /// While streams are stopped for others to take their place.
    private volatile boolean isReloading;

    private ContentServer(NodeName name, Surroundings surroundings) {
        this.name = name;
        this.surroundings = surroundings;
        this.io = surroundings.transport().io().toString();
        this.orderWatch = new OrderWatch(name, surroundings.time(), surroundings.events(), new AllStreams());
    }

    /// Opens the sources and the sockets of all streams, so that what is wrong with them shows now. Nothing is asked for
    /// or sent before [#start]. Waits for the system, so it must not be called on a loop.
    ///
    /// @throws OperatorException if a stream cannot be opened, or two do not go together
    public static ContentServer open(NodeName name, List<StreamSettings> settings, Surroundings surroundings) {
        StreamPlan.check(settings);
        ContentServer server = new ContentServer(name, surroundings);
        server.streams = Collections.unmodifiableMap(server.openAll(settings, settings.size()));
        return server;
    }

    @Override
    public NodeName name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.CONTENT_SERVER;
    }

    /// The names of the streams, in the order of the settings.
    public List<StreamName> streams() {
        return List.copyOf(streams.keySet());
    }

    /// Starts every stream: each asks for its key and sends as soon as it is there. Twice is harmless.
    public synchronized void start() {
        listen();
        streams.values().forEach(ContentStream::start);
    }

    private void listen() {
        if (watch == null) {
            watch = surroundings.orders().watch(Set.copyOf(streams.keySet()), orderWatch.listener());
        }
    }

    /// Takes other streams in the place of those it has. A stream whose settings are the same goes on as if nothing were,
    /// and so does one of which only the rekey policy differs, from now on with that. Others are stopped as at the end of
    /// the program, and started anew. Waits for the system, so it must not be called on a loop.
    ///
    /// All streams that can be opened beside the former ones are, before any of those is stopped.
    ///
    /// @return what was done; a stream that could not be opened after its former self was stopped is told by [#problems]
    /// @throws OperatorException if the streams do not go together or one cannot be opened; nothing has changed then
    public synchronized StreamPlan reload(List<StreamSettings> wanted) {
        if (isClosed) {
            throw new OperatorException(StreamMessage.SERVER_CLOSED.with(name));
        }
        StreamPlan plan = planFor(wanted);
        isReloading = true;
        try {
            carryOut(plan, wanted);
        } finally {
            isReloading = false;
            endWithLast();
        }
        return plan;
    }

    private void carryOut(StreamPlan plan, List<StreamSettings> wanted) {
        List<StreamName> stopping = Stream.concat(plan.removed().stream(),
                plan.remade().stream().map(StreamSettings::name)).toList();
        Set<String> held = new HashSet<>();
        stopping.forEach(stream -> held.addAll(StreamPlan.exclusives(running(stream).settings())));
        Map<Boolean, List<StreamSettings>> isHeld = Stream.concat(plan.remade().stream(), plan.added().stream())
                .collect(Collectors
                        .partitioningBy(one -> !Collections.disjoint(StreamPlan.exclusives(one), held)));
        Map<StreamName, ContentStream> opened = openAll(isHeld.getOrDefault(false, List.of()), wanted.size());
        stop(stopping.stream().map(this::running).toList());
        openHeld(isHeld.getOrDefault(true, List.of()), wanted.size(), opened);
        Map<StreamName, ContentStream> all = new LinkedHashMap<>(streams);
        all.keySet().removeAll(stopping);
        all.putAll(opened);
        plan.adapted().forEach(one -> running(one.name()).adapt(one));
        streams = inOrder(wanted, all);
        if (!opened.isEmpty() || !stopping.isEmpty()) {
            listenAnew();
        }
        opened.values().forEach(ContentStream::start);
    }

    /// Opens what could not be opened before others had let go of what it needs.
    private void openHeld(List<StreamSettings> settings, int inAll, Map<StreamName, ContentStream> opened) {
        Map<StreamName, CodedMessage> notOpened = new LinkedHashMap<>();
        for (StreamSettings one : settings) {
            try {
                opened.putAll(openAll(List.of(one), inAll));
            } catch (OperatorException told) {
                notOpened.put(one.name(), StreamMessage.NOT_REOPENED.with(one.name(), told.coded()));
            }
        }
        missing = Collections.unmodifiableMap(notOpened);
    }

    private ContentStream running(StreamName stream) {
        return Objects.requireNonNull(streams.get(stream), "it runs");
    }

    private StreamPlan planFor(List<StreamSettings> wanted) {
        Set<StreamName> failed = new HashSet<>();
        streams.forEach((stream, running) -> {
            if (running.failure().isPresent()) {
                failed.add(stream);
            }
        });
        return StreamPlan.of(streams.values().stream().map(ContentStream::settings).toList(), failed, wanted);
    }

    private static Map<StreamName, ContentStream> inOrder(List<StreamSettings> wanted,
            Map<StreamName, ContentStream> open) {
        Map<StreamName, ContentStream> ordered = new LinkedHashMap<>();
        wanted.forEach(one -> {
            ContentStream stream = open.get(one.name());
            if (stream != null) {
                ordered.put(one.name(), stream);
            }
        });
        return Collections.unmodifiableMap(ordered);
    }

    /// The new watch takes the place of the former at the key server, so that no other process can step in between.
    private void listenAnew() {
        RekeyOrderSource.Watch former = watch;
        if (former != null) {
            watch = null;
            listen();
            former.close();
        }
    }

    /// What is wrong with streams that it does not have, though it should, each in one sentence.
    public List<CodedMessage> problems() {
        return List.copyOf(missing.values());
    }

    /// What the watch of orders is about.
    private final class AllStreams implements OrderWatch.Streams {

        @Override
        public void obey(KeyLine line, CodedMessage reason) {
            ContentStream found = streams.get(line.stream());
            if (found != null) {
                found.obey(line.label(), reason);
            }
        }

        @Override
        public List<RekeyOrderSource.NamedKeys> named() {
            return streams.values().stream().flatMap(stream -> stream.named().stream()).toList();
        }

        @Override
        public void standBy(CodedMessage sentence) {
            streams.values().forEach(stream -> stream.standBy(sentence));
        }

        @Override
        public void goOn() {
            streams.values().forEach(ContentStream::goOn);
        }
    }

    /// Changes the key of a stream (R25). The future ends with the key ID that the command was about (the one in use from
    /// now on, the coming one, or the withdrawn one), or fails with an [OperatorException].
    public CompletableFuture<KeyId> rekey(StreamName stream, RekeyCommand command) {
        ContentStream found = streams.get(stream);
        return found == null ? CompletableFuture.failedFuture(noStream(stream)) : found.rekey(command);
    }

    /// Changes the key of one label of a stream, or without a label the keys of all (R25). The future ends with the
    /// keys that the command was about, or fails with an [OperatorException].
    public CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command) {
        ContentStream found = streams.get(line.stream());
        return found == null
                ? CompletableFuture.failedFuture(noStream(line.stream()))
                : found.rekey(line.label(), command);
    }

    /// Ends when the stream's source has ended and all of it is sent, or when this content server is closed. Fails with
    /// an [OperatorException] if the stream fails.
    public CompletableFuture<Void> whenEnded(StreamName stream) {
        ContentStream found = streams.get(stream);
        return found == null ? CompletableFuture.failedFuture(noStream(stream)) : found.whenEnded();
    }

    /// Ends when the sources of all streams have ended and all of it is sent, or when this content server is closed. Fails
    /// with an [OperatorException] if that is so and one of them has failed.
    public CompletableFuture<Void> whenAllEnded() {
        return allEnded.copy();
    }

    /// Runs on the loop of the stream that ended, and must not wait for the monitor.
    private void endWithLast() {
        Collection<ContentStream> all = streams.values();
        if (isReloading || !missing.isEmpty() || !all.stream().allMatch(ContentStream::hasEnded)) {
            return;
        }
        all.stream().flatMap(stream -> stream.failure().stream()).findFirst()
                .ifPresentOrElse(allEnded::completeExceptionally, () -> allEnded.complete(null));
    }

    @Override
    public CompletableFuture<ContentServerSnapshot> snapshot() {
        List<ContentStream> shown = List.copyOf(streams.values());
        int keyIds = Math.max(FEWEST_KEY_IDS, MOST_KEY_IDS / Math.max(1, shown.size()));
        List<CompletableFuture<ContentStream.View>> views = shown.stream()
                .map(stream -> stream.view(orderWatch.trouble(stream.settings().name()), keyIds)).toList();
        return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<ContentStream.View> made = views.stream().map(CompletableFuture::join).toList();
            return new ContentServerSnapshot(name, made.stream().map(ContentStream.View::stream).toList(),
                    made.stream().flatMap(view -> view.keys().stream()).toList(), io);
        });
    }

    /// Stops the sources, sends what they had handed over, wipes the keys, within a second. Not to be called on a loop.
    @Override
    public synchronized void close() {
        isClosed = true;
        if (watch != null) {
            watch.close();
        }
        stop(streams.values());
    }

    private void stop(Collection<ContentStream> ending) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        ending.forEach(stream -> closing.add(stream.close()));
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(CLOSING_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("The content server {} did not close in order within {} ms", name, CLOSING_MILLIS, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Opens streams; if one cannot be, those opened by then are closed.
    ///
    /// @param inAll how many streams there will be, these among them
    private Map<StreamName, ContentStream> openAll(List<StreamSettings> settings, int inAll) {
        Map<StreamName, ContentStream> opened = new LinkedHashMap<>();
        try {
            settings.forEach(one -> opened.put(one.name(), openStream(one, inAll)));
            opened.values().forEach(stream -> {
                var _ = stream.whenEnded().whenComplete((same, fault) -> endWithLast());
            });
            return opened;
        } catch (RuntimeException fault) {
            stop(opened.values());
            throw fault;
        }
    }

    private ContentStream openStream(StreamSettings settings, int inAll) {
        Loop loop = surroundings.transport().loop();
        NetworkInterface networkInterface = Interfaces.find(settings.networkInterface());
        SourceOpener opener = new SourceOpener(surroundings.transport(), surroundings.time(),
                surroundings.standardInput(), SourceThreads.of(inAll));
        Source source = opener.open(settings.source(), settings.name(), settings.largestPayload(), loop);
        try {
            DatagramSender sender = surroundings.transport().openSender(settings.group(), networkInterface,
                    Interfaces.literal(settings.networkInterface()), settings.ttl(), settings.dscp(), loop);
            StreamContext context = new StreamContext(name, surroundings.keyServer(), new KeyLine(settings.name()),
                    surroundings.time(), loop, surroundings.events(), new SplittableRandom());
            return new ContentStream(settings, context, surroundings.keys(), sender, source);
        } catch (RuntimeException fault) {
            source.stop();
            throw fault;
        }
    }

    private OperatorException noStream(StreamName stream) {
        return new OperatorException(
                StreamMessage.NOT_SENT_HERE.with(name, stream, StreamPlan.listed(streams.keySet())));
    }
}
