package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.keys.KeyCreator;
import org.kagicast.sframe.Sealer;
import org.kagicast.time.ManualTime;
import org.kagicast.time.SteppedTime;
import org.kagicast.wire.InnerType;

/// In which order a running client takes the keys of a line, when a real key server's clock or table is not what it was.
class KeyOrderTest {

    private static final Identity KEY_SERVER = new Identity("lab", Role.KEY_SERVER, new NodeName("ks-1"));
    private static final Identity CLIENT = new Identity("lab", Role.CLIENT, new NodeName("client-1"));
    private static final Identity CONTENT_SERVER = new Identity("lab", Role.CONTENT_SERVER, new NodeName("cs-1"));
    private static final KeyLine NEWS = KeyLine.parse("news");
    private static final Duration PACKET = Duration.ofMillis(50);

    private final ManualTime time = new ManualTime();
    private final SteppedTime serverTime = new SteppedTime(time);
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final SecureRandom randomness = new SecureRandom();
    private final Connection asClient = network.connect(CLIENT, KEY_SERVER);
    private final Connection asContentServer = network.connect(CONTENT_SERVER, KEY_SERVER);
    private final KeyCreator creator = new GrpcKeyCreator(asContentServer);
    private final ClientBench client = new ClientBench(time, new GrpcKeyFetcher(asClient));
    private KeyServer keyServer = keyServer();
    private Serving serving = serve();
    private long highest;
    private Sealer inUse = key();
    private KeyId inUseId = inUse.keyId();
    private int sent;

    @AfterEach
    void close() {
        asClient.close();
        asContentServer.close();
        serving.close();
        keyServer.close();
    }

    private KeyServer keyServer() {
        KeyServer made = new KeyServer(KEY_SERVER,
                new MemoryKeyTable(new RandomKeyIds(randomness), TableLimits.DEFAULT, randomness, serverTime),
                serverTime, EventSink.NONE);
        made.own(NEWS.stream(), CONTENT_SERVER.name());
        made.grant(CONTENT_SERVER, CLIENT.name(), NEWS);
        return made;
    }

    private Serving serve() {
        return network.serve(KEY_SERVER, List.of(keyServer.service()));
    }

    /// The key server with an empty table, as long before.
    private void putTableBack() {
        serving.close();
        keyServer.close();
        keyServer = keyServer();
        serving = serve();
    }

    private Sealer key() {
        try (CreatedKey created = creator
                .create(NEWS, CipherSuite.AES_128_GCM, UUID.randomUUID(), FetchReason.ON_DEMAND, highest).join()) {
            highest = created.number();
            return new Sealer(created.keyId(), created.suite(), created.baseKey(),
                    "news".getBytes(StandardCharsets.UTF_8));
        }
    }

    /// As a content server does: the new key seals from now on.
    private void rekey() {
        Sealer next = key();
        creator.setState(next.keyId(), KeyState.ACTIVE).join();
        creator.setState(inUseId, KeyState.DEACTIVATED).exceptionally(unknown -> KeyState.DEACTIVATED).join();
        inUse = next;
        inUseId = next.keyId();
    }

    private void send(Duration howLong) {
        for (Duration left = howLong; left.isPositive(); left = left.minus(PACKET)) {
            client.receive(data(inUse, "packet " + sent++));
            time.turn(PACKET);
        }
    }

    private static ByteBuffer data(Sealer key, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer inner = ByteBuffer.allocate(1 + body.length).put(InnerType.DATA).put(body).flip();
        ByteBuffer packet = ByteBuffer.allocate(key.sealedSize(inner.remaining()));
        key.seal(inner, packet);
        return packet.flip();
    }

    @Test
    @DisplayName("until senders sign their packets, one of a member's under a coming key darkens the others for two seconds, no longer")
    void comingKeyUsedEarly() {
        creator.setState(inUseId, KeyState.ACTIVE).join();
        send(Duration.ofSeconds(2));
        Sealer coming = key();
        client.receive(data(coming, "early"));
        send(Duration.ofSeconds(3));
        long superseded = client.counters().superseded();
        send(Duration.ofSeconds(3));

        assertThat(superseded).isPositive();
        assertThat(client.counters().superseded()).isEqualTo(superseded);
        assertThat(client.delivered).last().isEqualTo("packet " + (sent - 1));
    }

    private void sendAndRekey(int times) {
        for (int i = 0; i < times; i++) {
            send(Duration.ofSeconds(2));
            rekey();
        }
        send(Duration.ofSeconds(2));
    }

    private void assertAllOpened() {
        assertThat(client.delivered).isEqualTo(IntStream.range(0, sent).mapToObj(i -> "packet " + i).toList());
        assertThat(client.counters().superseded()).isZero();
    }

    @ParameterizedTest(name = "by {0} s")
    @ValueSource(longs = {-25, -7_200, 7_200, -172_800, 172_800})
    @DisplayName("R31 a running client opens everything when the key server's clock is stepped, under rekeys")
    void stepped(long seconds) {
        sendAndRekey(3);

        serverTime.setAhead(Duration.ofSeconds(seconds));
        sendAndRekey(5);

        assertAllOpened();
    }

    @Test
    @DisplayName("R31 and when it is two hours ahead for ten seconds and right again")
    void aheadForAMoment() {
        sendAndRekey(2);
        serverTime.setAhead(Duration.ofHours(2));
        sendAndRekey(5);

        serverTime.setAhead(Duration.ZERO);
        sendAndRekey(10);

        assertAllOpened();
    }

    @Test
    @DisplayName("R31 and when the key table is put back to an older state, since the content server knows how far it was")
    void tablePutBack() {
        sendAndRekey(5);

        putTableBack();
        rekey();
        sendAndRekey(5);

        assertAllOpened();
    }

    @Test
    @DisplayName("R31 when the content server was started anew meanwhile, so that nobody knows how far numbers were, the key server tells clients which key is in use; what was before does not come back")
    void tablePutBackAndContentServerStartedAnew() {
        sendAndRekey(5);
        Sealer formerly = inUse;

        putTableBack();
        highest = 0;
        rekey();
        int before = sent;
        send(Duration.ofSeconds(4));

        assertThat(highest).isEqualTo(1);
        assertThat(client.counters().superseded()).as("about a second").isBetween(15L, 25L);
        assertThat(client.delivered).endsWith("packet " + (sent - 1));
        int then = client.delivered.size();
        for (int i = 0; i < 40; i++) {
            client.receive(data(formerly, "replayed"));
            send(PACKET);
            if (i == 10 || i == 30) {
                rekey();
            }
        }
        assertThat(client.delivered.subList(then, client.delivered.size())).filteredOn("replayed"::equals)
                .as("stragglers' time is over").isEmpty();
        assertThat(client.delivered).endsWith("packet " + (sent - 1));
        assertThat(client.counters().opened()).isEqualTo(sent - client.counters().superseded() + 40);
        assertThat(before).isPositive();
    }
}
