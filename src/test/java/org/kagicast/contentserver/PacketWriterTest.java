package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.ScriptedKeyServer.Mood;
import org.kagicast.contentserver.ScriptedKeyServer.Report;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.EncryptionKeyTable;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.RekeyTimes;
import org.kagicast.contentserver.send.BatchQueue;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.contentserver.send.SendErrors;
import org.kagicast.contentserver.source.DatagramBatch;
import org.kagicast.contentserver.source.SourceOutlet;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Step;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.time.ManualTime;

class PacketWriterTest {

    private static final KeyId FIRST = new KeyId(41);

    private final ManualTime time = new ManualTime();

    private StreamContext context(Executor loop) {
        return new StreamContext(new NodeName("cs-1"), new NodeName("ks-1"), new KeyLine(StreamBench.NEWS), time, loop,
                event -> {
                }, new Random(1));
    }

    @Test
    @DisplayName("R1 R2 a stream that holds no key asks the key server for one before anything is sent")
    void asksForTheFirstKey() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.HOLDING);

        bench.stream.start();

        assertThat(bench.keyServer.requests()).singleElement()
                .satisfies(request -> assertThat(request.reason()).isEqualTo(FetchReason.ON_DEMAND));
        assertThat(bench.steps()).containsExactly(Step.A2);
        assertThat(bench.snapshot().status()).isEqualTo(Status.STARTING);
        assertThat(bench.source.isStarted()).isFalse();
        assertThat(bench.sender.sent()).isEmpty();
    }

    @Test
    @DisplayName("R1 a stream that holds a key asks for none, however often it is started")
    void asksOnce() {
        StreamBench bench = StreamBench.sending();

        bench.stream.start();

        assertThat(bench.keyServer.requests()).hasSize(1);
    }

    @Test
    @DisplayName("R4 the key that comes is stored with its ID, and becomes active")
    void storesTheKey() {
        StreamBench bench = StreamBench.sending();

        assertThat(bench.rows()).singleElement().satisfies(row -> {
            assertThat(row.keyId()).isEqualTo(FIRST);
            assertThat(row.stream()).isEqualTo(StreamBench.NEWS);
            assertThat(row.state()).isEqualTo(KeyState.ACTIVE);
            assertThat(row.stored()).isEqualTo(bench.time.now());
            assertThat(row.fingerprint()).isEqualTo(bench.keyServer.keys().get(FIRST).fingerprint());
        });
        assertThat(bench.keyServer.reports()).containsExactly(new Report(FIRST, KeyState.ACTIVE));
    }

    @Test
    @DisplayName("R5 many packets go out under one key, each with its ID, and cost one creation")
    void oneKeyForManyPackets() {
        StreamBench bench = StreamBench.sending();

        for (int i = 0; i < 20; i++) {
            bench.source.give(64);
        }

        assertThat(bench.dataKeys()).hasSize(1280).containsOnly(FIRST);
        assertThat(bench.dataNumbers()).isEqualTo(IntStream.range(0, 1280).boxed().toList());
        assertThat(bench.keyServer.requests()).hasSize(1);
        assertThat(bench.snapshot().packetsSent()).isEqualTo(1280);
        assertThat(bench.snapshot().bytesSent()).isEqualTo(1280 * Integer.BYTES);
        assertThat(bench.snapshot().keyIds()).containsExactly(FIRST);
    }

    @Test
    @DisplayName("R6 the table holds several keys at the same time, and finds each by its ID")
    void severalKeys() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        List<KeyId> ids = List.of(new KeyId(7), new KeyId(8), new KeyId(9));

        ids.forEach(id -> assertThat(table.store(created(id), Instant.EPOCH)).isPresent());

        ids.forEach(id -> assertThat(table.find(id).map(EncryptionKey::id)).contains(id));
    }

    @Test
    @DisplayName("R6 the key is chosen packet by packet")
    void chosenPerPacket() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        EncryptionKey one = table.store(created(new KeyId(7), "news:basic"), Instant.EPOCH).orElseThrow();
        EncryptionKey other = table.store(created(new KeyId(8), "news:premium"), Instant.EPOCH).orElseThrow();
        one.activate();
        other.activate();
        InlineLoop loop = new InlineLoop();
        PacketWriter sending = new PacketWriter(List.of(one, other)::get,
                new RecordingSender(loop, time), context(loop), 100, 1400);

        for (int label : List.of(0, 1, 0)) {
            assertThat(sending.send(label, ByteBuffer.allocate(5))).isTrue();
        }

        assertThat(List.of(one.packets(), other.packets())).containsExactly(2L, 1L);
        assertThat(sending.keyIds()).containsExactly(one.id(), other.id());
    }

    @Test
    @DisplayName("a stream that has changed its key more than a thousand times shows the latest thousand")
    void latestKeyIds() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        AtomicReference<EncryptionKey> inUse = new AtomicReference<>();
        InlineLoop loop = new InlineLoop();
        PacketWriter sending = new PacketWriter(label -> inUse.get(),
                new RecordingSender(loop, time), context(loop), 100, 1400);

        for (int number = 1; number <= PacketWriter.MOST_KEY_IDS + 3; number++) {
            EncryptionKey key = table.store(created(new KeyId(number)), Instant.EPOCH).orElseThrow();
            key.activate();
            inUse.set(key);
            sending.send(0, ByteBuffer.allocate(5));
            sending.send(0, ByteBuffer.allocate(5));
            table.retire(key, KeyState.DEACTIVATED);
        }

        assertThat(sending.keyIds()).hasSize(PacketWriter.MOST_KEY_IDS).startsWith(new KeyId(4), new KeyId(5))
                .endsWith(new KeyId(PacketWriter.MOST_KEY_IDS + 3));
    }

    @Test
    @DisplayName("an ID that was held before is refused: two keys must not share it")
    void idTwice() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        table.retire(table.store(created(FIRST), Instant.EPOCH).orElseThrow(), KeyState.DESTROYED);

        assertThat(table.store(created(FIRST), Instant.EPOCH)).isEmpty();
    }

    @Test
    @DisplayName("so many IDs later one that was held may come again, but never one whose key is still there")
    void idTwiceLongAfter() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        KeyId stays = new KeyId(1);
        KeyId goes = new KeyId(2);
        table.store(created(stays), Instant.EPOCH);
        for (long number = 2; number < EncryptionKeyTable.MOST_REMEMBERED + 3; number++) {
            table.retire(table.store(created(new KeyId(number)), Instant.EPOCH).orElseThrow(), KeyState.DESTROYED);
        }

        assertThat(table.store(created(new KeyId(4)), Instant.EPOCH)).isEmpty();
        assertThat(table.store(created(goes), Instant.EPOCH)).isPresent();
        assertThat(table.store(created(stays), Instant.EPOCH)).isEmpty();
    }

    @Test
    @DisplayName("rows of retired keys stay for people to see, but only the latest few")
    void retiredRows() {
        EncryptionKeyTable table = new EncryptionKeyTable(2);
        for (long id = 1; id <= 20; id++) {
            EncryptionKey key = table.store(created(new KeyId(id)), Instant.EPOCH).orElseThrow();
            key.activate();
            table.retire(key, KeyState.DEACTIVATED);
        }

        assertThat(table.rows()).hasSize(EncryptionKeyTable.RETIRED_ROWS)
                .allMatch(row -> row.state() == KeyState.DEACTIVATED);
        assertThat(table.rows().getLast().keyId()).isEqualTo(new KeyId(20));
    }

    @Test
    @DisplayName("a key that is not active never seals, be it announced or retired")
    void onlyActiveKeysSeal() {
        EncryptionKey key = new EncryptionKey(created(FIRST), Instant.EPOCH, 2);
        assertThatThrownBy(() -> key.seal(ByteBuffer.allocate(1), ByteBuffer.allocate(100)))
                .isInstanceOf(IllegalStateException.class);

        key.activate();
        key.seal(ByteBuffer.allocate(1), ByteBuffer.allocate(100));
        key.retire(KeyState.DEACTIVATED);

        assertThatThrownBy(() -> key.seal(ByteBuffer.allocate(1), ByteBuffer.allocate(100)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(key.packets()).isEqualTo(1);
    }

    @Test
    @DisplayName("nothing that is printed holds a key")
    void noSecretsInText() {
        StreamBench bench = StreamBench.sending();
        byte[] secret = bench.keyServer.keys().get(FIRST).copyBytes();
        String hex = java.util.HexFormat.of().formatHex(secret);
        EncryptionKey key = new EncryptionKey(created(FIRST), Instant.EPOCH, 2);

        assertThat(key).hasToString("EncryptionKey[41, PRE_ACTIVE]");
        assertThat(bench.stream.view(Optional.empty()).join().toString()).doesNotContain(hex);
        assertThat(bench.events.stream().map(Object::toString).collect(Collectors.joining())).doesNotContain(hex);
    }

    @Test
    @DisplayName("while the network takes nothing the source waits, and no datagram is lost or doubled")
    void backPressure() {
        StreamBench bench = StreamBench.sending();
        bench.sender.take(10);

        for (int i = 0; i < BatchQueue.MOST_BATCHES; i++) {
            bench.source.give(64);
        }

        assertThat(bench.dataKeys()).hasSize(10);
        assertThat(bench.source.outlet().takeIfFree()).isEmpty();
        bench.sender.take(Long.MAX_VALUE);
        assertThat(bench.dataNumbers()).isEqualTo(IntStream.range(0, 64 * BatchQueue.MOST_BATCHES).boxed().toList());
        assertThat(bench.source.outlet().takeIfFree()).isPresent();
    }

    @Test
    @DisplayName("a rekey does not wait for a source that waits for the network")
    void rekeyDoesNotWaitForTheSource() {
        StreamBench bench = StreamBench.sending();
        bench.sender.take(10);
        bench.source.give(64);

        assertThat(bench.now()).isCompletedWithValue(new KeyId(42));

        assertThat(bench.keyInUse()).isEqualTo(new KeyId(42));
        bench.sender.take(Long.MAX_VALUE);
        assertThat(bench.dataKeys().subList(10, 64)).containsOnly(new KeyId(42));
    }

    @Test
    @DisplayName("the stream ends when its source has ended and the last datagram is sent")
    void ends() {
        StreamBench bench = StreamBench.sending();
        var ended = bench.stream.whenEnded();
        bench.sender.take(3);
        bench.source.give(5);
        bench.source.outlet().end();
        assertThat(ended).isNotDone();

        bench.sender.take(Long.MAX_VALUE);

        assertThat(ended).isCompleted();
        assertThat(bench.snapshot().status()).isEqualTo(Status.ENDED);
        assertThat(bench.snapshot().packetsSent()).isEqualTo(5);
        assertThat(refusal(bench.now())).contains("news has ended");
        bench.time.turn(Duration.ofSeconds(2));
        assertThat(bench.keyServer.reports()).endsWith(new Report(FIRST, KeyState.DEACTIVATED));
    }

    @Test
    @DisplayName("a source that fails stops its stream with its sentence, after what it had given")
    void sourceFails() {
        StreamBench bench = StreamBench.sending();
        bench.source.give(5);

        bench.source.outlet().fail(CodedMessage.plain("The source file:x cannot be read any further: check it."));

        assertThat(bench.snapshot().status()).isEqualTo(Status.FAILED);
        assertThat(bench.snapshot().problem().map(CodedMessage::text))
                .contains("The source file:x cannot be read any further: check it.");
        assertThat(bench.snapshot().packetsSent()).isEqualTo(5);
        assertThat(bench.stream.whenEnded()).isCompletedExceptionally();
    }

    @Test
    @DisplayName("a datagram that is too long is refused and counted, with one line for all of them")
    void oversized() {
        StreamBench bench = StreamBench.sending();

        for (int i = 0; i < 100; i++) {
            bench.source.outlet().refuseOversized(12_801, 12_416);
        }

        assertThat(bench.snapshot().oversized()).isEqualTo(100);
        assertThat(bench.snapshot().problem().map(CodedMessage::text))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains(
                        "100 datagrams", "12801 bytes", "12416", "?pkt_size=1316"));
        assertThat(bench.notices()).filteredOn(text -> text.contains("12801 bytes")).hasSize(1);
    }

    @Test
    @DisplayName("a stream whose source gives more than the network takes has that for its problem, with the number")
    void droppedIsAProblem() {
        StreamBench bench = StreamBench.sending();

        bench.source.outlet().drop(3);
        bench.source.outlet().drop(4);

        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                sentence -> assertThat(sentence).contains("7 datagrams", "dropped"));
        assertThat(bench.notices()).filteredOn(text -> text.contains("dropped")).hasSize(1);
    }

    @Test
    @DisplayName("what a source tells is shown by the status, each sentence once")
    void toldIsNoted() {
        StreamBench bench = StreamBench.sending();
        assertThat(bench.snapshot().note().map(CodedMessage::text)).isEmpty();

        bench.source.outlet().tell(CodedMessage.plain("One thing."));
        bench.source.outlet().tell(CodedMessage.plain("Another thing."));
        bench.source.outlet().tell(CodedMessage.plain("One thing."));

        assertThat(bench.snapshot().note().map(CodedMessage::text)).contains("One thing. Another thing.");

        bench.source.outlet().takeBack(CodedMessage.plain("One thing."));
        bench.source.outlet().takeBack(CodedMessage.plain("What was not told."));
        assertThat(bench.snapshot().note().map(CodedMessage::text)).contains("Another thing.");

        bench.source.outlet().tell(CodedMessage.plain("One thing."));
        assertThat(bench.snapshot().note().map(CodedMessage::text)).contains("Another thing. One thing.");
        assertThat(bench.notices()).filteredOn("One thing."::equals).hasSize(1);
    }

    @Test
    @DisplayName("a datagram that is too long for one packet goes in several under one key, and comes together again")
    void cutDatagram() {
        StreamBench bench = StreamBench.sending();
        byte[] body = new byte[1472];
        new java.util.Random(5).nextBytes(body);
        DatagramBatch batch = bench.source.outlet().takeIfFree().orElseThrow();
        batch.add(org.kagicast.wire.InnerType.DATA, ByteBuffer.wrap(body));
        batch.add(org.kagicast.wire.InnerType.DATA, ByteBuffer.wrap(new byte[1400]));
        bench.source.outlet().hand(batch);

        List<StreamBench.Opened> packets = bench.packets();
        assertThat(packets).extracting(StreamBench.Opened::type).containsExactly((byte) 4, (byte) 4, (byte) 0);
        assertThat(packets).allMatch(packet -> packet.body().remaining() <= 1400);
        assertThat(bench.sender.sent().get(0).packet()).as("of one length, so that they may go in one batch")
                .hasSameSizeAs(bench.sender.sent().get(1).packet());
        org.kagicast.wire.Reassembly reassembly = new org.kagicast.wire.Reassembly();
        org.kagicast.wire.Fragment fragment = new org.kagicast.wire.Fragment();
        ByteBuffer whole = null;
        for (StreamBench.Opened packet : packets.subList(0, 2)) {
            assertThat(fragment.read(packet.body())).isTrue();
            if (reassembly.add(packet.keyId(), fragment, packet.body(),
                    false) instanceof org.kagicast.wire.Reassembly.Whole joined) {
                whole = joined.bytes();
            }
        }
        assertThat(whole).isEqualTo(ByteBuffer.wrap(body));
        assertThat(bench.snapshot().packetsSent()).isEqualTo(3);
        assertThat(bench.snapshot().bytesSent()).isEqualTo(2872);
    }

    @Test
    @DisplayName("while the system refuses packets the stream tells why, and no longer when they go out again")
    void networkTrouble() {
        StreamBench bench = StreamBench.sending();
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();

        bench.sender.refuse();

        assertThat(bench.snapshot().problem().map(CodedMessage::text))
                .contains("Packets of news to 239.1.1.1:5004 are refused by this system"
                        + " (Network is unreachable): check interface lo and the firewall.");
        assertThat(bench.snapshot().refused()).isEqualTo(1);
        bench.time.turn(SendErrors.LATELY.plusMillis(1));
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("what was refused long before anybody asked for the stream's state is no trouble")
    void refusedLongAgo() {
        StreamBench bench = StreamBench.sending();

        bench.sender.refuse();
        bench.source.give(1);
        bench.time.turn(SendErrors.LATELY.plusMillis(1));

        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("of several troubles all are told, the network's first, as others follow from it")
    void severalTroubles() {
        StreamBench bench = StreamBench.sending();
        bench.keyServer.become(Mood.HOLDING);
        bench.announce(Duration.ofSeconds(2));
        bench.keyServer.become(Mood.AWAY);
        bench.keyServer.answerOne();
        bench.time.turn(Duration.ofSeconds(20));
        String gone = "Interface lo is gone or has no address, so nothing is sent to 239.1.1.1:5004.";
        bench.sender.trouble(Optional.of(gone));

        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElse(""))
                .startsWith(gone + " The key-server ks-1 does not answer");
    }

    @Test
    @DisplayName("while the interface is gone the stream says that, and nothing of what was refused once it is back")
    void interfaceIsGone() {
        StreamBench bench = StreamBench.sending();
        String gone = "Interface lo is gone or has no address, so nothing is sent to 239.1.1.1:5004.";

        bench.sender.trouble(Optional.of(gone));
        bench.sender.refuse();
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).contains(gone);

        bench.sender.trouble(Optional.empty());
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
        bench.sender.refuse();
        assertThat(bench.snapshot().problem().map(CodedMessage::text).orElse("")).contains("Network is unreachable");
    }

    @Test
    @DisplayName("while the key server is away the stream says so, asks again with the same ID, and starts when it is back")
    void keyServerAway() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.AWAY);
        bench.stream.start();
        bench.time.turn(Duration.ofSeconds(20));

        assertThat(bench.snapshot().status()).isEqualTo(Status.STARTING);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                sentence -> assertThat(sentence).contains("key-server ks-1 does not answer"));
        assertThat(bench.keyServer.requests()).hasSizeBetween(6, 10);
        assertThat(bench.notices()).hasSize(1);

        bench.keyServer.become(Mood.ANSWERING);
        bench.time.turn(RekeyTimes.LONGEST_PAUSE);

        assertThat(bench.snapshot().status()).isEqualTo(Status.SENDING);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).isEmpty();
        assertThat(bench.keyServer.requests()).extracting(ScriptedKeyServer.Request::idempotencyId)
                .containsOnly(bench.keyServer.requests().getFirst().idempotencyId());
    }

    @Test
    @DisplayName("a key server that takes the request and stays silent is asked again")
    void keyServerSilent() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.HOLDING);
        bench.stream.start();

        bench.time.turn(RekeyTimes.ANSWERED_WITHIN.plus(RekeyTimes.FIRST_PAUSE));

        assertThat(bench.keyServer.requests()).hasSize(2);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).contains(
                "The key server ks-1 does not answer: check that it runs and can be reached.");
        bench.keyServer.answerOne();
        assertThat(bench.snapshot().status()).isEqualTo(Status.SENDING);
    }

    @Test
    @DisplayName("a key server that refuses stops the stream with its sentence")
    void keyServerRefuses() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.REFUSING);

        bench.stream.start();

        assertThat(bench.snapshot().status()).isEqualTo(Status.FAILED);
        assertThat(bench.snapshot().problem().map(CodedMessage::text)).contains(ScriptedKeyServer.REFUSAL);
        bench.time.turn(Duration.ofMinutes(1));
        assertThat(bench.keyServer.requests()).hasSize(1);
        assertThat(refusal(bench.now())).contains("news has stopped");
    }

    @Test
    @DisplayName("after an answer that there is no room now, the very same request is made again, so that nothing is left behind")
    void keyServerFull() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.FULL);
        bench.stream.start();

        bench.time.turn(RekeyTimes.FIRST_PAUSE);

        assertThat(bench.keyServer.requests()).extracting(ScriptedKeyServer.Request::idempotencyId)
                .hasSize(2).containsOnly(bench.keyServer.requests().getFirst().idempotencyId());
    }

    @Test
    @DisplayName("closing sends what was handed over, wipes the keys, and may be done twice")
    void closes() {
        StreamBench bench = StreamBench.sending();
        var ended = bench.stream.whenEnded();
        bench.sender.take(0);
        bench.source.give(5);
        bench.announce(Duration.ofSeconds(5));
        SourceOutlet outlet = bench.source.outlet();
        Optional<DatagramBatch> late = outlet.takeIfFree();
        bench.loop.execute(() -> bench.sender.take(Long.MAX_VALUE));

        assertThat(bench.stream.close()).isCompleted();
        assertThat(bench.stream.close()).isCompleted();
        outlet.hand(late.orElseThrow());

        assertThat(bench.source.isStopped()).isTrue();
        assertThat(bench.sender.isClosed()).isTrue();
        assertThat(ended).isCompleted();
        assertThat(bench.snapshot().packetsSent()).isEqualTo(5);
        assertThat(bench.rows()).extracting(row -> row.state()).containsExactly(KeyState.DEACTIVATED,
                KeyState.DESTROYED);
        int sent = bench.sender.sent().size();
        bench.time.turn(Duration.ofMinutes(1));
        assertThat(bench.sender.sent()).hasSize(sent);
    }

    @Test
    @DisplayName("a key that comes after the stream was closed is destroyed")
    void keyAfterClose() {
        StreamBench bench = new StreamBench();
        bench.keyServer.become(Mood.HOLDING);
        bench.stream.start();
        bench.stream.close();

        bench.keyServer.answerOne();

        assertThat(bench.keyServer.reports()).containsExactly(new Report(FIRST, KeyState.DESTROYED));
        assertThat(bench.rows()).isEmpty();
        assertThat(bench.source.isStarted()).isFalse();
    }

    static String refusal(java.util.concurrent.CompletableFuture<KeyId> outcome) {
        assertThat(outcome).isCompletedExceptionally();
        assertThat(outcome.exceptionNow()).isInstanceOf(OperatorException.class);
        return outcome.exceptionNow().getMessage();
    }

    private static CreatedKey created(KeyId id) {
        return created(id, StreamBench.NEWS.value());
    }

    private static CreatedKey created(KeyId id, String line) {
        return new CreatedKey(id, CipherSuite.AES_128_GCM, KeyLine.parse(line), 1,
                BaseKey.random(CipherSuite.AES_128_GCM, new SecureRandom()));
    }
}
