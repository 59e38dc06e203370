package org.kagicast.lab;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.client.Client;
import org.kagicast.client.ClientSettings;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.contentserver.ContentServer;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Picture;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.multicast.SelfTest;
import org.kagicast.node.Node;
import org.kagicast.node.NodeClient;
import org.kagicast.node.NodeControl;
import org.kagicast.node.NodeService;
import org.kagicast.node.NoticeLog;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.time.Time;

/// A running lab: key servers, content servers and clients in one process, each with an identity of its own and judged by
/// the real authoriser, over real multicast (R22). Safe for use by several threads; changes are made one at a time.
public final class Lab implements LabControl {

    private static final String TRUST_DOMAIN = "lab";
    private static final int LOOPS = 2;
    private static final Node.Closing NOTHING = () -> {
    };
    private static final Identity NODE = identity(Role.OPERATOR, "lab");

    private final LabOptions options;
    private final Time time;
    private final NetworkInterface networkInterface;
    private final ExecutorService changes = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("kagicast-lab").daemon().factory());
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
    private final Node node;
    private final NodeControl control;
    private final Serving door;
    private final InProcessNetwork network;
    private final MulticastTransport transport;
    private final LabKeyServers keyServers;
    private final List<RunningStream> streams = new ArrayList<>();
    private MulticastGroup nextGroup;
    private FreeGroupFinder.@Nullable Claim claim;
    /// Numbers are not used again.
    private int contentServers;
    private final List<Client> joined = new CopyOnWriteArrayList<>();
    private int clients;
    private int eavesdroppers;
    private final Set<NodeName> notGranted = ConcurrentHashMap.newKeySet();
    private volatile boolean isSigning;
    private volatile @Nullable ImpostorMember impostor;
    private int impostors;

    private Lab(LabOptions options, Time time) {
        this.options = options;
        this.time = time;
        this.networkInterface = Interfaces.find(options.networkInterface());
        this.transport = MulticastTransport.open(LOOPS, time);
        this.network = new InProcessNetwork(answering);
        this.node = NoticeLog.of(new Node(NODE.name(), time));
        this.keyServers = new LabKeyServers(options.scenario(), TRUST_DOMAIN, node, network, answering, time);
        this.door = network.serve(NODE, List.of(new NodeService(node, TRUST_DOMAIN, time, answering)));
        this.control = new NodeClient(network.connect(identity(Role.OPERATOR, "operator"), NODE));
        this.isSigning = options.isSigning();
        this.nextGroup = options.firstGroup().orElse(FreeGroupFinder.FIRST);
    }

    /// Who sends what to where.
    private record RunningStream(StreamSettings settings, ContentServer server) {

        StreamName stream() {
            return settings.name();
        }

        MulticastGroup group() {
            return settings.group();
        }
    }

    /// Starts a lab. Clients have joined before the first packet is sent. Takes about half a second.
    ///
    /// @param time outlives the lab
    /// @throws OperatorException if something cannot be opened; nothing runs then
    public static Lab start(LabOptions options, Time time) {
        Lab lab = new Lab(options, time);
        try {
            lab.begin();
            return lab;
        } catch (RuntimeException fault) {
            lab.close();
            throw fault;
        }
    }

    @Override
    public Scenario scenario() {
        return options.scenario();
    }

    @Override
    public NodeControl node() {
        return control;
    }

    /// What every role shows now.
    public NodeSnapshot snapshot() {
        return node.snapshot().join();
    }

    /// The first stream, which has the source of the options.
    public StreamName firstStream() {
        return streams.getFirst().stream();
    }

    /// Ends when the source of the first stream has ended and all of it is sent.
    public CompletableFuture<Void> whenSourceEnded() {
        return streams.getFirst().server.whenEnded(firstStream());
    }

    /// Ends all sending for good: what the sources have handed over is sent, and what clients show from then on is what
    /// their sinks have got.
    void stopSending() {
        streams.forEach(running -> running.server.close());
    }

    /// What sinks have not delivered, a sentence each; final when the lab is closed.
    public List<CodedMessage> undelivered() {
        return joined.stream().flatMap(client -> client.undelivered().stream()).toList();
    }

    /// Fails with an [OperatorException] when the sink of a client can take nothing more, ever.
    public CompletableFuture<Object> whenSinkEnded() {
        return CompletableFuture.anyOf(node.roles().stream().filter(Client.class::isInstance).map(Client.class::cast)
                .map(Client::whenEnded).toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletableFuture<NodeName> addClient(StreamName stream) {
        return CompletableFuture.supplyAsync(() -> joinClient(running(stream), true).name(), changes);
    }

    @Override
    public CompletableFuture<NodeName> addEavesdropper(StreamName stream) {
        return CompletableFuture.supplyAsync(() -> joinClient(running(stream), false).name(), changes);
    }

    @Override
    public boolean isEavesdropper(NodeName client) {
        return notGranted.contains(client);
    }

    @Override
    public CompletableFuture<StreamName> addContentServer() {
        return CompletableFuture.supplyAsync(() -> {
            RunningStream added = open(Sources.parse("test-card"));
            joinClient(added, true);
            added.server.start();
            if (impostor != null) {
                impostor.join(added);
            }
            return added.stream();
        }, changes);
    }

    @Override
    public boolean isSigning() {
        return isSigning;
    }

    @Override
    public CompletableFuture<Void> setSigning(boolean signing) {
        return CompletableFuture.runAsync(() -> {
            isSigning = signing;
            streams.replaceAll(running -> {
                StreamSettings settings = running.settings.withSuite(suite());
                running.server.reload(List.of(settings));
                return new RunningStream(settings, running.server);
            });
        }, changes);
    }

    private CipherSuite suite() {
        return isSigning ? CipherSuite.AES_256_GCM_ED25519 : CipherSuite.AES_256_GCM;
    }

    @Override
    public boolean hasImpostor() {
        return impostor != null;
    }

    @Override
    public CompletableFuture<Void> setImpostor(boolean wanted) {
        return CompletableFuture.runAsync(() -> {
            if (wanted && impostor == null) {
                impostor = new ImpostorMember();
                streams.forEach(impostor::join);
            } else if (!wanted) {
                dismissImpostor();
            }
        }, changes);
    }

    private void dismissImpostor() {
        ImpostorMember former = impostor;
        impostor = null;
        if (former != null) {
            former.close();
        }
    }

    @Override
    public CompletableFuture<Void> remove(NodeName name) {
        return CompletableFuture.runAsync(() -> {
            HostedRole role = node.roles().stream().filter(hosted -> hosted.name().equals(name))
                    .filter(hosted -> hosted.role() == Role.CLIENT || hosted.role() == Role.CONTENT_SERVER)
                    .findFirst()
                    .orElseThrow(() -> new OperatorException(OpeningMessage.NO_ROLE_TO_REMOVE.with(name)));
            streams.removeIf(running -> running.server.equals(role));
            node.remove(role);
        }, changes);
    }

    /// Where the lab's keys are made and its policy is changed.
    public KeyAuthority keyAuthority() {
        return keyServers.authority();
    }

    /// A fault: nobody reaches that key server, master or slave any more, until [#reconnect].
    public CompletableFuture<Void> cutOff(NodeName keyServer) {
        return CompletableFuture.runAsync(() -> keyServers.cutOff(keyServer), changes);
    }

    /// Mends what [#cutOff] did.
    public CompletableFuture<Void> reconnect(NodeName keyServer) {
        return CompletableFuture.runAsync(() -> keyServers.reconnect(keyServer), changes);
    }

    @Override
    public Optional<Picture> picture(NodeName client) {
        return node.role(client, Client.class).flatMap(Client::picture);
    }

    @Override
    public void close() {
        changes.close();
        dismissImpostor();
        control.close();
        door.close();
        node.close();
        transport.close();
        if (claim != null) {
            claim.close();
        }
        answering.shutdown();
    }

    private void begin() {
        if (options.firstGroup().isEmpty()) {
            claim = new FreeGroupFinder(transport, networkInterface, time).first();
            nextGroup = claim.group();
        }
        new SelfTest(transport, time, new SplittableRandom()).require(nextGroup.address(), networkInterface);
        RunningStream lecture = open(options.source());
        if (options.scenario() == Scenario.CLASSROOM) {
            RunningStream news = open(Sources.parse("test-card"));
            Stream.of(lecture, lecture, lecture, news).forEach(running -> joinClient(running, true));
            joinClient(lecture, false);
        } else {
            Stream.of(lecture, lecture, lecture).forEach(running -> joinClient(running, true));
        }
        streams.forEach(running -> running.server.start());
        if (options.hasImpostor()) {
            setImpostor(true).join();
        }
    }

    /// Opens a content server, which sends nothing yet.
    private RunningStream open(SourceSpec source) {
        contentServers++;
        StreamName stream = streamName(contentServers);
        NodeName name = new NodeName("content-server-" + contentServers);
        Connection connection = keyServers.connect(name);
        keyServers.authority().own(stream, name);
        StreamSettings settings = StreamSettings.of(stream, nextGroup, networkInterface.getName(), source)
                .withSuite(suite()).withRekeying(options.rekeying());
        String instance = UUID.randomUUID().toString();
        ContentServer server = orClose(connection::close, () -> ContentServer.open(name, List.of(settings),
                new ContentServer.Surroundings(new GrpcKeyCreator(connection, instance),
                        new GrpcRekeyOrderSource(connection, instance, time, new SplittableRandom(), answering),
                        keyServers.authority().name(),
                        transport, time, node.events(), options.standardInput())));
        node.add(server, NOTHING, connection::close);
        RunningStream running = new RunningStream(settings, server);
        streams.add(running);
        nextGroup = following(nextGroup);
        return running;
    }

    private Client joinClient(RunningStream running, boolean granted) {
        NodeName name = new NodeName(granted ? "client-" + ++clients : eavesdropperName());
        LabKeyServers.Access access = keyServers.access(name, clients + eavesdroppers);
        if (granted) {
            keyServers.authority().grant(name, running.stream());
        } else {
            notGranted.add(name);
        }
        Client client = orClose(access.closing(), () -> Client.start(
                new ClientSettings(name, List.of(running.group()), networkInterface, sink(name), ClientLimits.DEFAULTS),
                new Client.Surroundings(transport, access.fetcher(), time, new SplittableRandom(),
                        node.events(), options.standardOutput())));
        joined.add(client);
        node.add(client, NOTHING, access.closing());
        return client;
    }

    /// A member with a certificate and grants like any other, whose packets are not the content servers'. Changes are made
    /// by one thread at a time.
    private final class ImpostorMember implements AutoCloseable {

        private final NodeName name = new NodeName(++impostors == 1 ? "impostor" : "impostor-" + impostors);
        private final LabKeyServers.Access access = keyServers.access(name, 1);
        private final Map<StreamName, Impostor> joined = new HashMap<>();

        void join(RunningStream running) {
            keyServers.authority().grant(name, running.stream());
            joined.put(running.stream(),
                    new Impostor(running.group(), networkInterface, transport, access.fetcher(), time));
        }

        @Override
        public void close() {
            joined.forEach((stream, each) -> {
                each.close();
                keyServers.authority().ungrant(name, stream);
            });
            access.closing().close();
        }
    }

    private static <T> T orClose(Node.Closing closing, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException fault) {
            closing.close();
            throw fault;
        }
    }

    private String eavesdropperName() {
        eavesdroppers++;
        return eavesdroppers == 1 ? "eavesdropper" : "eavesdropper-" + eavesdroppers;
    }

    /// A sink that is the same for all would be written by all at once, so the first client has it alone.
    private SinkSpec sink(NodeName client) {
        SinkSpec sink = SinkSpec.parse(options.sink(), client);
        boolean forEach = options.sink().contains("%n") || sink instanceof SinkSpec.Count
                || sink instanceof SinkSpec.Screen;
        return forEach || client.value().equals("client-1") ? sink : new SinkSpec.Count();
    }

    private static StreamName streamName(int number) {
        return new StreamName(switch (number) {
            case 1 -> "lecture-hall";
            case 2 -> "news";
            default -> "stream-" + number;
        });
    }

    private RunningStream running(StreamName stream) {
        return streams.stream().filter(running -> running.stream().equals(stream)).findFirst()
                .orElseThrow(() -> new OperatorException(OpeningMessage.NO_STREAM_FOR_CLIENT.with(stream)));
    }

    private static MulticastGroup following(MulticastGroup group) {
        byte[] address = group.address().getAddress();
        address[address.length - 1]++;
        try {
            return new MulticastGroup(InetAddress.getByAddress(address), group.port());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address keeps its length", e);
        }
    }

    private static Identity identity(Role role, String name) {
        return new Identity(TRUST_DOMAIN, role, new NodeName(name));
    }
}
