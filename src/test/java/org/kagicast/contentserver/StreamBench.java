package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.sframe.HeaderReader;
import org.kagicast.sframe.OpenResult;
import org.kagicast.sframe.Opener;
import org.kagicast.time.ManualTime;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.RekeyAnnouncement;

/// A stream among scripted neighbours, with a clock that the test turns. Sealing is real, and so is opening.
final class StreamBench {

    static final StreamName NEWS = new StreamName("news");

    /// A packet as a client that has every key sees it.
    record Opened(long nanos, KeyId keyId, long counter, byte type, ByteBuffer body, byte[] packet) {}

    final ManualTime time = new ManualTime();
    final InlineLoop loop = new InlineLoop();
    final ScriptedKeyServer keyServer = new ScriptedKeyServer();
    final ScriptedSource source = new ScriptedSource();
    final RecordingSender sender = new RecordingSender(loop, time);
    final List<NodeEvent> events = new ArrayList<>();
    final ContentStream stream;
    private final Map<KeyId, Opener> openers = new HashMap<>();
    private final List<Opened> opened = new ArrayList<>();
    private int looked;

    StreamBench() {
        this(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
    }

    StreamBench(RekeyPolicy policy) {
        this(policy, KeyProvider.Origin.ASK);
    }

    StreamBench(RekeyPolicy policy, KeyProvider.Origin keys) {
        this(settings -> settings.withRekeying(policy).withKeys(keys));
    }

    StreamBench(UnaryOperator<StreamSettings> with) {
        StreamSettings settings = with.apply(StreamSettings.of(NEWS, MulticastGroup.parse("239.1.1.1:5004"), "lo",
                Sources.parse("test-card")).withSuite(CipherSuite.AES_128_GCM));
        StreamContext context = new StreamContext(new NodeName("cs-1"), new NodeName("ks-1"), new KeyLine(NEWS), time,
                loop, events::add, new Random(1));
        stream = new ContentStream(settings, context, keyServer, sender, source);
    }

    /// A bench whose stream sends already.
    static StreamBench sending() {
        return started(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO));
    }

    static StreamBench started(RekeyPolicy policy) {
        StreamBench bench = new StreamBench(policy);
        bench.stream.start();
        return bench;
    }

    CompletableFuture<KeyId> now() {
        return stream.rekey(new RekeyCommand.Now());
    }

    CompletableFuture<KeyId> announce(Duration leadTime) {
        return stream.rekey(new RekeyCommand.Announce(Optional.of(leadTime)));
    }

    CompletableFuture<KeyId> switchNow() {
        return stream.rekey(new RekeyCommand.SwitchNow());
    }

    CompletableFuture<KeyId> hold() {
        return stream.rekey(new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
    }

    CompletableFuture<KeyId> holdUntil(double share) {
        return stream.rekey(new RekeyCommand.Hold(Optional.of(share), Optional.empty()));
    }

    CompletableFuture<KeyId> holdAtMost(Duration longest) {
        return stream.rekey(new RekeyCommand.Hold(Optional.empty(), Optional.of(longest)));
    }

    CompletableFuture<KeyId> cancel() {
        return stream.rekey(new RekeyCommand.Cancel());
    }

    StreamSnapshot snapshot() {
        return stream.view(Optional.empty()).join().stream();
    }

    List<EncryptionKeyRow> rows() {
        return stream.view(Optional.empty()).join().keys();
    }

    KeyId keyInUse() {
        return snapshot().inUse().orElseThrow().keyId();
    }

    /// Every packet sent so far, opened with the keys of the key server.
    List<Opened> packets() {
        for (; looked < sender.sent().size(); looked++) {
            opened.add(open(sender.sent().get(looked)));
        }
        return opened;
    }

    List<KeyId> dataKeys() {
        return packets().stream().filter(packet -> packet.type == InnerType.DATA).map(Opened::keyId).toList();
    }

    List<Integer> dataNumbers() {
        return packets().stream().filter(packet -> packet.type == InnerType.DATA)
                .map(packet -> packet.body.getInt(packet.body.position())).toList();
    }

    List<RekeyAnnouncement> announcements() {
        return packets().stream().filter(packet -> packet.type == InnerType.ANNOUNCEMENT)
                .map(packet -> RekeyAnnouncement.parse(packet.body.duplicate()).orElseThrow()).toList();
    }

    List<KeyEnd> keyEnds() {
        return packets().stream().filter(packet -> packet.type == InnerType.KEY_END)
                .map(packet -> KeyEnd.parse(packet.body.duplicate()).orElseThrow()).toList();
    }

    List<Step> steps() {
        return events.stream().filter(NodeEvent.Message.class::isInstance).map(NodeEvent.Message.class::cast)
                .map(NodeEvent.Message::step).toList();
    }

    List<String> notices() {
        return events.stream().filter(NodeEvent.Notice.class::isInstance).map(NodeEvent.Notice.class::cast)
                .map(NodeEvent.Notice::text).toList();
    }

    private Opened open(RecordingSender.Sent sent) {
        HeaderReader header = new HeaderReader();
        ByteBuffer packet = ByteBuffer.wrap(sent.packet());
        if (!header.read(packet)) {
            throw new AssertionError("what was sent is no packet");
        }
        KeyId keyId = new KeyId(header.keyId());
        Opener opener = openers.computeIfAbsent(keyId, id -> new Opener(id, CipherSuite.AES_128_GCM,
                keyServer.keys().get(id), NEWS.value().getBytes(StandardCharsets.UTF_8), 64));
        ByteBuffer plaintext = ByteBuffer.allocate(sent.packet().length);
        if (opener.open(header, packet, plaintext) != OpenResult.OPENED) {
            throw new AssertionError("a packet under key " + keyId + " does not open");
        }
        plaintext.flip();
        return new Opened(sent.nanos(), keyId, header.counter(), plaintext.get(), plaintext.slice(), sent.packet());
    }
}
