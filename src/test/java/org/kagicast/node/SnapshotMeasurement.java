package org.kagicast.node;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.WatchKeyTablesRequest;
import org.kagicast.proto.WatchSnapshotsRequest;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.time.SystemTime;

/// Measures what a watcher of a busy key server with 12,000 keys is sent, and the processor time that it costs, for
/// each kind of watcher: `SnapshotMeasurement SECONDS WATCHERS`. The key server answers 500 requests a second, and makes two
/// keys a second.
final class SnapshotMeasurement {

    private static final Identity KEY_SERVER = new Identity("test", Role.KEY_SERVER, new NodeName("ks"));
    private static final Identity NODE = new Identity("test", Role.OPERATOR, new NodeName("node"));
    private static final Identity OLGA = new Identity("test", Role.OPERATOR, new NodeName("olga"));
    private static final StreamName NEWS = new StreamName("news");
    private static final NodeName ENCODER = new NodeName("encoder");
    private static final int KEYS = 12_000;
    private static final int CLIENTS = 200;

    private SnapshotMeasurement() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        long seconds = Long.parseLong(arguments[0]);
        int watchers = Integer.parseInt(arguments[1]);
        InProcessNetwork network = new InProcessNetwork();
        SecureRandom randomness = new SecureRandom();
        try (SystemTime time = new SystemTime();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                MemoryKeyTable table = new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, randomness,
                        time)) {
            table.policy().own(NEWS, ENCODER);
            for (int i = 0; i < KEYS; i++) {
                create(table);
            }
            for (int i = 0; i < CLIENTS; i++) {
                table.policy().grant(new Grant(new NodeName("tv-" + i), new KeyLine(NEWS)));
            }
            KeyServer keyServer = new KeyServer(KEY_SERVER, table, time, event -> {
            });
            Node node = new Node(new NodeName("node"), time);
            node.add(keyServer);
            try (Serving keys = network.serve(KEY_SERVER, List.of(keyServer.service()));
                    Serving nodes = network.serve(NODE, List.of(new NodeService(node, "test", time, executor)))) {
                System.out.println(keys + " " + nodes);
                Thread load = Thread.ofPlatform().daemon().start(() -> load(network, table));
                var channel = network.connect(OLGA, NODE).channel();
                Map<String, Consumer<Counting>> kinds = kinds(NodeServiceGrpc.newStub(channel));
                kinds.forEach((kind, call) -> measure(kind, call, watchers, Math.min(5, seconds)));
                kinds.forEach((kind, call) -> System.out.println(measure(kind, call, watchers, seconds)));
                load.interrupt();
                load.join();
            }
            executor.shutdownNow();
        }
        System.exit(0);
    }

    private static Map<String, Consumer<Counting>> kinds(NodeServiceGrpc.NodeServiceStub stub) {
        Map<String, Consumer<Counting>> kinds = new LinkedHashMap<>();
        kinds.put("nobody", counting -> {
        });
        kinds.put("watcher of the first kind", counting -> stub
                .watchSnapshots(WatchSnapshotsRequest.getDefaultInstance(), counting.observer()));
        kinds.put("watcher that remembers keys", counting -> stub
                .watchSnapshots(WatchSnapshotsRequest.newBuilder().setBeatMs(1000).setLeaveOutKeys(true).build(),
                        counting.observer()));
        kinds.put("watcher that wants no keys", counting -> stub
                .watchSnapshots(NodeFollowing.withoutKeys().setBeatMs(1000).build(), counting.observer()));
        kinds.put("watcher of key tables", counting -> stub
                .watchKeyTables(WatchKeyTablesRequest.getDefaultInstance(), counting.observer()));
        kinds.put("nobody, with all compiled", counting -> {
        });
        return kinds;
    }

    private static String measure(String kind, Consumer<Counting> call, int watchers, long seconds) {
        Counting counting = new Counting(new AtomicLong(), new AtomicLong());
        long cpu = cpu();
        long begin = System.nanoTime();
        Context.CancellableContext context = Context.ROOT.withCancellation();
        for (int i = 0; i < watchers; i++) {
            context.run(() -> call.accept(counting));
        }
        LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
        context.cancel(null);
        double took = (System.nanoTime() - begin) / 1e9;
        return "%-32s %8.1f kB/s, %5.1f messages/s each, %5.1f %% of a processor in all".formatted(kind,
                counting.bytes.get() / took / 1000 / watchers, counting.messages.get() / took / watchers,
                (cpu() - cpu) / 1e7 / took);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private record Counting(AtomicLong bytes, AtomicLong messages) {

        <M extends com.google.protobuf.MessageLite> StreamObserver<M> observer() {
            return new StreamObserver<>() {
                @Override
                public void onNext(M message) {
                    messages.incrementAndGet();
                    bytes.addAndGet(message.getSerializedSize());
                }

                @Override
                public void onError(Throwable fault) {
                    // It was cancelled.
                }

                @Override
                public void onCompleted() {
                    // It was cancelled.
                }
            };
        }
    }

    private static KeyId create(MemoryKeyTable table) {
        try (KeyRecord made = ((Created) table.create(new KeyCreationRequest(ENCODER, new KeyLine(NEWS),
                CipherSuite.AES_256_GCM, UUID.randomUUID()))).key()) {
            return made.description().keyId();
        }
    }

    private static void load(InProcessNetwork network, MemoryKeyTable table) {
        List<GrpcKeyFetcher> clients = java.util.stream.IntStream.range(0, CLIENTS)
                .mapToObj(i -> new GrpcKeyFetcher(network.connect(
                        new Identity("test", Role.CLIENT, new NodeName("tv-" + i)), KEY_SERVER)))
                .toList();
        KeyId latest = create(table);
        for (int i = 0; !Thread.interrupted(); i++) {
            if (i % 250 == 0) {
                latest = create(table);
            }
            clients.get(i % CLIENTS).fetch(latest, FetchReason.ANNOUNCED).outcome().join();
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
