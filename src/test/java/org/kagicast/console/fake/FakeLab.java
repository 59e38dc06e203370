package org.kagicast.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.kagicast.lab.LabControl;
import org.kagicast.lab.Scenario;
import org.kagicast.model.Caution;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Picture;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.proto.SetGrantResponse;
import org.kagicast.time.Time;

/// A lab that only pretends: streams with keys, changes, clients that fetch, all by the clock and a seed.
public class FakeLab implements LabControl, NodeControl {

    public static final Duration STEP = Duration.ofMillis(100);

    private final Time time;
    private final Scenario scenario;
    private final long firstKeyId;
    private final Random random = new Random(7);
    private final FakeTestCard testCard = new FakeTestCard();
    private final List<FakeKey> keys = new ArrayList<>();
    private final List<FakeStream> streams = new ArrayList<>();
    private final List<FakeClient> clients = new ArrayList<>();
    private final List<Consumer<NodeSnapshot>> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<NodeEvent>> eventWatchers = new CopyOnWriteArrayList<>();
    private final Time.Scheduled steps;
    private long creations;
    private long sequence;
    private boolean hasImpostor;
    private Optional<String> keyServerProblem = Optional.empty();
    private volatile boolean closed;
    private volatile boolean isHushed;

    public FakeLab(Time time, Executor executor, Scenario scenario) {
        this(time, executor, scenario, 1);
    }

    /// @param firstKeyId 2^48 or more for keys that look random
    public FakeLab(Time time, Executor executor, Scenario scenario, long firstKeyId) {
        this.time = time;
        this.scenario = scenario;
        this.firstKeyId = firstKeyId;
        boolean classroom = scenario == Scenario.CLASSROOM;
        addStream("lecture-hall", "content-1", "239.1.1.1:5004", 1204);
        for (int number = 1; number <= 3; number++) {
            clients.add(new FakeClient("client-" + number, streams.getFirst(), true, random));
        }
        if (classroom) {
            addStream("news", "content-2", "239.1.1.2:5004", 310);
            clients.add(new FakeClient("client-4", streams.getLast(), true, random));
            clients.add(new FakeClient("eavesdropper", streams.getLast(), false, random));
        }
        steps = time.every(STEP, executor, this::step);
    }

    /// Gives the first stream another lead time, and a key that it keeps for a month.
    public void leadTime(Duration leadTime) {
        streams.getFirst().leadTime = leadTime;
        streams.getFirst().cryptoPeriod = Duration.ofDays(30);
    }

    /// Lets a stream's key grow older than it should.
    public void neglect(StreamName stream) {
        stream(stream).isNeglected = true;
    }

    /// Gives a stream a key for each of its labels; the first of them changes as that of any stream does.
    public void label(StreamName stream, String... labels) {
        stream(stream).label(List.of(labels), time.now());
    }

    private void addStream(String name, String server, String group, int packetsPerSecond) {
        streams.add(new FakeStream(name, server, group, "test-card", packetsPerSecond, scenario != Scenario.FIRST,
                time.now(), this::create, random));
    }

    private FakeKey create(FakeStream stream) {
        FakeKey key = new FakeKey(new KeyId(firstKeyId + creations++), stream.keys.size() + 1, stream.name,
                stream.server, stream.isSigning ? CipherSuite.AES_256_GCM_ED25519 : CipherSuite.AES_256_GCM,
                time.now());
        keys.add(key);
        return key;
    }

    private void step() {
        if (!closed) {
            publish(advance());
        }
    }

    private synchronized NodeSnapshot advance() {
        Instant now = time.now();
        streams.forEach(stream -> stream.step(now, STEP));
        clients.forEach(client -> client.step(now, STEP));
        return snapshot();
    }

    /// Tells nothing from now on, or tells again.
    public void hush(boolean hushed) {
        isHushed = hushed;
        NodeSnapshot snapshot;
        synchronized (this) {
            snapshot = snapshot();
        }
        publish(snapshot);
    }

    private void publish(NodeSnapshot snapshot) {
        if (isHushed) {
            return;
        }
        watchers.forEach(watcher -> watcher.accept(snapshot));
    }

    private NodeSnapshot snapshot() {
        long requests = clients.stream().mapToLong(client -> client.requests).sum();
        KeyServerSnapshot keyServer = new KeyServerSnapshot(FakeClient.KEY_SERVER, Role.KEY_SERVER,
                keyServerProblem.map(CodedMessage::plain),
                "table-1", 3L * keys.size(), creations, requests, 0, keys.stream().map(FakeKey::keyRow).toList());
        List<ContentServerSnapshot> servers = streams.stream().map(stream -> new ContentServerSnapshot(stream.server,
                List.of(stream.snapshot()), stream.keys.stream().map(FakeKey::encryptionKeyRow).toList(), "nio"))
                .toList();
        return new NodeSnapshot(new NodeName("lab"), time.now(), sequence++, List.of(keyServer), servers,
                clients.stream().map(FakeClient::snapshot).toList());
    }

    /// Makes the key server report a problem, or none.
    public synchronized void trouble(Optional<String> sentence) {
        keyServerProblem = sentence;
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public NodeControl node() {
        return this;
    }

    @Override
    public Watch watchSnapshots(Consumer<NodeSnapshot> consumer) {
        NodeSnapshot first;
        synchronized (this) {
            first = snapshot();
        }
        watchers.add(consumer);
        if (!isHushed) {
            consumer.accept(first);
        }
        return () -> watchers.remove(consumer);
    }

    @Override
    public Following follow(Follower follower, Time unused, Executor executor) {
        KeysOnDemand onDemand = new KeysOnDemand(follower::heard);
        return onDemand.following(watchSnapshots(onDemand));
    }

    @Override
    public Watch watchEvents(Consumer<NodeEvent> consumer) {
        eventWatchers.add(consumer);
        return () -> eventWatchers.remove(consumer);
    }

    /// Has a role say something of itself.
    public void say(NodeEvent.Severity severity, String subject, String text) {
        NodeEvent.Notice notice = new NodeEvent.Notice(time.now(), new NodeName(subject), severity, text);
        eventWatchers.forEach(watcher -> watcher.accept(notice));
    }

    /// Makes a stream report a problem, or none.
    public synchronized void trouble(String stream, Optional<String> sentence) {
        stream(new StreamName(stream)).problem = sentence;
    }

    synchronized boolean hasClient(NodeName name) {
        return clients.stream().anyMatch(client -> client.name.equals(name));
    }

    @Override
    public CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command) {
        return doing(() -> List.of(new KeyName(stream(line.stream()).order(command, time.now()), line, 0)));
    }

    @Override
    public CompletableFuture<SetGrantResponse> setGrant(Member member, KeyLine line, boolean granted) {
        return doing(() -> {
            client(member).granted = granted;
            return SetGrantResponse.getDefaultInstance();
        });
    }

    @Override
    public CompletableFuture<RevokeResponse> revoke(Member member, Caution caution) {
        return doing(() -> {
            FakeClient client = client(member);
            client.granted = false;
            KeyId compromised = client.stream.compromise(time.now().plusMillis(300));
            return RevokeResponse.newBuilder().addCompromised(compromised.value())
                    .addOrdered(client.stream.name.value()).setAtMs(time.now().toEpochMilli()).build();
        });
    }

    @Override
    public CompletableFuture<ReinstateResponse> reinstate(Member member) {
        return doing(() -> {
            client(member).granted = true;
            return ReinstateResponse.getDefaultInstance();
        });
    }

    private FakeClient client(Member member) {
        return clients.stream().filter(each -> each.name.equals(member.name())).findFirst().orElseThrow(
                () -> new OperatorException("Nobody is known as " + member + ": see \"kagicast policy\"."));
    }

    @Override
    public CompletableFuture<NodeName> addClient(StreamName stream) {
        return doing(() -> add("client-", stream, true));
    }

    @Override
    public CompletableFuture<NodeName> addEavesdropper(StreamName stream) {
        return doing(() -> add("eavesdropper-", stream, false));
    }

    @Override
    public boolean isEavesdropper(NodeName client) {
        return client.value().startsWith("eavesdropper");
    }

    @Override
    public synchronized boolean isSigning() {
        return streams.stream().anyMatch(stream -> stream.isSigning);
    }

    @Override
    public CompletableFuture<Void> setSigning(boolean signing) {
        return doing(() -> {
            streams.forEach(stream -> {
                stream.isSigning = signing;
                stream.order(new RekeyCommand.Now(), time.now());
            });
            return null;
        });
    }

    @Override
    public synchronized boolean hasImpostor() {
        return hasImpostor;
    }

    @Override
    public CompletableFuture<Void> setImpostor(boolean impostor) {
        return doing(() -> {
            hasImpostor = impostor;
            streams.forEach(stream -> stream.hasImpostor = impostor);
            return null;
        });
    }

    /// Keeps the manifests of a stream that signs from its clients, or lets them through again.
    public synchronized void withholdManifests(StreamName stream, boolean withheld) {
        stream(stream).isUnvouched = withheld;
    }

    @Override
    public CompletableFuture<StreamName> addContentServer() {
        return doing(() -> {
            int number = streams.size() + 1;
            addStream("stream-" + number, "content-" + number, "239.1.1." + number + ":5004", 500);
            StreamName name = streams.getLast().name;
            add("client-", name, true);
            return name;
        });
    }

    @Override
    public CompletableFuture<Void> remove(NodeName role) {
        return doing(() -> {
            clients.removeIf(client -> client.name.equals(role));
            streams.removeIf(stream -> stream.server.equals(role));
            return null;
        });
    }

    @Override
    public synchronized Optional<Picture> picture(NodeName client) {
        return clients.stream().filter(each -> each.name.equals(client)).findFirst().flatMap(this::picture);
    }

    @Override
    public void close() {
        closed = true;
        steps.cancel();
        watchers.clear();
    }

    private Optional<Picture> picture(FakeClient client) {
        if (client.isDecrypting()) {
            return Optional.of(testCard.at(client.stream.name, time.now()));
        }
        if (client.granted) {
            return Optional.empty();
        }
        byte[] noise = new byte[FakeStream.PAYLOAD];
        long count = time.now().toEpochMilli() / 100;
        new Random(count).nextBytes(noise);
        return Optional.of(new Picture.Raster(count, noise, false));
    }

    private NodeName add(String prefix, StreamName stream, boolean granted) {
        FakeClient client = new FakeClient(prefix + (clients.size() + 1), stream(stream), granted, random);
        clients.add(client);
        return client.name;
    }

    private FakeStream stream(StreamName name) {
        return streams.stream().filter(stream -> stream.name.equals(name)).findFirst().orElseThrow(
                () -> new OperatorException("No stream is called " + name + ": take one that the lab shows."));
    }

    /// Does something to the lab and tells everyone at once.
    private <T> CompletableFuture<T> doing(Supplier<T> work) {
        T result;
        NodeSnapshot snapshot;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new OperatorException("The lab has stopped: start it again."));
            }
            try {
                result = work.get();
            } catch (OperatorException refused) {
                return CompletableFuture.failedFuture(refused);
            }
            snapshot = snapshot();
        }
        publish(snapshot);
        return CompletableFuture.completedFuture(result);
    }
}
