package org.kagicast.contentserver;

import java.io.InputStream;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.source.Source;
import org.kagicast.contentserver.source.SourceOpener;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.EventSink;
import org.kagicast.model.HostedRole;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.KeyCreator;
import org.kagicast.rpc.RekeyOrderSource;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role of the content server: encrypts streams and multicasts them (R1 to R6), and changes their keys (R18, R19,
/// R21, R25). Safe for use by several threads; each stream has a thread of the transport that owns its state.
public final class ContentServer implements HostedRole {

    private static final Logger LOG = LoggerFactory.getLogger(ContentServer.class);

    private static final long CLOSING_MILLIS = 900;

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
    private final Map<StreamName, ContentStream> streams;
    private final RekeyOrderSource orders;
    private final OrderWatch orderWatch;
    private final String io;
    private RekeyOrderSource.@Nullable Watch watch;

    private ContentServer(NodeName name, Map<StreamName, ContentStream> streams, Surroundings surroundings) {
        this.name = name;
        this.streams = streams;
        this.orders = surroundings.orders();
        this.io = surroundings.transport().io().toString();
        this.orderWatch = new OrderWatch(name, surroundings.time(), surroundings.events(), new AllStreams());
    }

    /// Opens the sources and the sockets of all streams, so that what is wrong with them shows now. Nothing is asked for
    /// or sent before [#start]. Waits for the system, so it must not be called on a loop.
    ///
    /// @throws OperatorException if a stream cannot be opened, or two have one name
    public static ContentServer open(NodeName name, List<StreamSettings> settings, Surroundings surroundings) {
        Map<StreamName, ContentStream> streams = new LinkedHashMap<>();
        ContentServer server = new ContentServer(name, streams, surroundings);
        try {
            for (StreamSettings one : settings) {
                if (streams.containsKey(one.name())) {
                    throw new OperatorException("Two streams of " + name + " are called " + one.name()
                            + ": give one of them another name.");
                }
                streams.put(one.name(), openStream(name, one, surroundings));
            }
            return server;
        } catch (RuntimeException fault) {
            server.close();
            throw fault;
        }
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
        if (watch == null) {
            watch = orders.watch(Set.copyOf(streams.keySet()), orderWatch);
        }
        streams.values().forEach(ContentStream::start);
    }

    /// What the watch of orders is about.
    private final class AllStreams implements OrderWatch.Streams {

        @Override
        public void obey(KeyLine line, String reason) {
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
        public void standBy(String sentence) {
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

    /// Changes the key of one label of a stream, or without a label the keys of all (R25). The future ends with the key
    /// IDs that the command was about, or fails with an [OperatorException].
    public CompletableFuture<List<KeyId>> rekey(KeyLine line, RekeyCommand command) {
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

    @Override
    public CompletableFuture<ContentServerSnapshot> snapshot() {
        List<CompletableFuture<ContentStream.View>> views = streams.values().stream()
                .map(stream -> stream.view(orderWatch.trouble())).toList();
        return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<ContentStream.View> made = views.stream().map(CompletableFuture::join).toList();
            return new ContentServerSnapshot(name, made.stream().map(ContentStream.View::stream).toList(),
                    made.stream().flatMap(view -> view.keys().stream()).toList(), io);
        });
    }

    /// Stops the sources, sends what they had handed over, wipes the keys, within a second. Not to be called on a loop.
    @Override
    public void close() {
        stopListening();
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        streams.values().forEach(stream -> closing.add(stream.close()));
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(CLOSING_MILLIS,
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("The content server {} did not close in order within {} ms", name, CLOSING_MILLIS, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void stopListening() {
        if (watch != null) {
            watch.close();
        }
    }

    private static ContentStream openStream(NodeName name, StreamSettings settings, Surroundings surroundings) {
        Loop loop = surroundings.transport().loop();
        NetworkInterface networkInterface = Interfaces.find(settings.networkInterface());
        SourceOpener opener = new SourceOpener(surroundings.transport(), surroundings.time(),
                surroundings.standardInput());
        Source source = opener.open(settings.source(), settings.name(), settings.largestPayload(), loop);
        try {
            DatagramSender sender = surroundings.transport().openSender(settings.group(), networkInterface,
                    settings.ttl(), loop);
            StreamContext context = new StreamContext(name, surroundings.keyServer(), new KeyLine(settings.name()),
                    surroundings.time(), loop, surroundings.events(), new SplittableRandom());
            return new ContentStream(settings, context, surroundings.keys(), new MulticastPacketSender(sender), source);
        } catch (RuntimeException fault) {
            source.stop();
            throw fault;
        }
    }

    private OperatorException noStream(StreamName stream) {
        return new OperatorException("The content server " + name + " has no stream " + stream + ": take one of "
                + streams.keySet() + ".");
    }
}
