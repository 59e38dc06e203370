package org.kagicast.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagicast.authenticity.SealedLog;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.SigningKey;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.sframe.Sealer;
import org.kagicast.time.ManualTime;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;

/// What a member of the group tries who holds the base key, and so seals what every other member opens. Where the stream
/// signs, nothing comes of it; where it does not, each of these does harm, which shows that the attempts are real.
@DisplayName("R29 Nobody but the content server is believed")
class ImpostorTest {

    private static final Duration SLOT = Duration.ofMillis(20);
    private static final Duration LEAD = Duration.ofSeconds(3);

    private final ManualTime time = new ManualTime();
    private final Keys server = new Keys();
    private final List<String> delivered = new ArrayList<>();
    private final Random random = new Random(7);
    private PacketPath path = path(AuthenticityMode.WHERE_SIGNED);
    private int said;

    @BeforeEach
    void tick() {
        time.every(Duration.ofMillis(500), Runnable::run, () -> path.tick());
    }

    /// What is tried. After it the true stream goes on under its key, or the announced one.
    private enum Attempt {
        DATA_UNDER_THE_NEXT_COUNTER {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.receive(stream.member.seal(stream.packets(), InnerType.DATA, on.bytes("hijacked")));
                on.send(stream);
            }
        },
        DATA_AFTER_THE_TRUE_ONE {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.send(stream);
                on.receive(stream.member.seal(stream.packets() + 3, InnerType.DATA, on.bytes("hijacked")));
                on.time.turn(Duration.ofSeconds(1));
            }
        },
        THE_HIGHEST_COUNTER {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.receive(stream.member.seal(Sealer.MOST_PACKETS - 1, InnerType.DATA, on.bytes("darkened")));
            }
        },
        EARLY_USE_OF_THE_COMING_KEY {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.announce(stream, coming);
                on.receive(coming.member.seal(0, InnerType.DATA, on.bytes("taken over")));
                on.time.turn(Duration.ofMillis(1_500));
                on.send(stream);
            }
        },
        A_FORGED_ANNOUNCEMENT {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.receive(stream.member.seal(stream.packets() + 9, InnerType.ANNOUNCEMENT,
                        stream.announced(1L << 43, LEAD, new KeyId(99))));
                on.time.turn(LEAD);
            }
        },
        A_FORGED_WITHDRAWAL {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.announce(stream, coming);
                on.receive(stream.member.seal(stream.packets() + 9, InnerType.ANNOUNCEMENT,
                        stream.announced(1L << 43, Duration.ZERO)));
                on.server.isDeaf = true;
                on.send(coming);
            }
        },
        A_FORGED_KEY_END {
            @Override
            void make(ImpostorTest on, SigningStream stream, SigningStream coming) {
                on.announce(stream, coming);
                on.send(coming);
                on.receive(coming.member.seal(coming.packets() + 9, InnerType.KEY_END,
                        new KeyEnd(stream.keyId(), 1).toBytes()));
                on.send(stream);
            }
        };

        abstract void make(ImpostorTest on, SigningStream stream, SigningStream coming);
    }

    @ParameterizedTest
    @EnumSource(Attempt.class)
    @DisplayName("what a member tries changes nothing where the stream signs")
    void harmless(Attempt attempt) {
        SigningStream stream = start(true);
        SigningStream coming = new SigningStream("news", 42, true);
        server.create(coming);

        attempt.make(this, stream, coming);
        send(stream);
        send(stream);

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(server.asked).doesNotContain(new KeyId(99));
        assertThat(counters().authenticity()).satisfies(seen -> {
            assertThat(seen.authentic()).isEqualTo(said);
            assertThat(seen.impostor() + seen.unauthenticated() + counters().held()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(Attempt.class)
    @DisplayName("the same does harm where the stream does not sign")
    void harmful(Attempt attempt) {
        SigningStream stream = start(false);
        SigningStream coming = new SigningStream("news", 42, false);
        server.create(coming);

        attempt.make(this, stream, coming);
        send(stream);
        send(stream);

        assertThat(!delivered.equals(sentences(said)) || server.asked.contains(new KeyId(99))).isTrue();
    }

    @Test
    @DisplayName("a true manifest that a member seals again, under the highest counter or the next key, moves nothing and vouches for nothing")
    void manifestsAgain() {
        SigningStream stream = start(true);
        SigningStream next = new SigningStream("news", 42, true);
        server.create(next);
        ByteBuffer packet = stream.data(sentence());
        List<ByteBuffer> manifests = stream.endSlot();
        byte[] body = stream.lastManifest();
        receive(packet);
        receive(manifests.toArray(ByteBuffer[]::new));

        receive(stream.member.seal(Sealer.MOST_PACKETS - 1, InnerType.MANIFEST, body));
        announce(stream, next);
        receive(next.member.seal(0, InnerType.MANIFEST, body));
        receive(next.member.seal(1, InnerType.DATA, bytes("hijacked")));
        send(stream);
        time.turn(Duration.ofSeconds(2));
        send(stream);

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity().impostor()).isEqualTo(2);
    }

    @Test
    @DisplayName("a manifest that nobody but a member signed vouches for nothing")
    void forgedManifest() {
        SigningStream stream = start(true);
        SealedLog members = new SealedLog(SealedLog.USUAL_MANIFESTS);
        ByteBuffer packet = stream.member.seal(stream.packets() + 1, InnerType.DATA, bytes("hijacked"));
        for (long counter = 0; counter <= stream.packets(); counter++) {
            members.sealed(ByteBuffer.allocate(1));
        }
        members.sealed(packet.duplicate());
        receive(packet);
        long own = stream.packets() + 2;
        members.endSlot(stream.keyId(), own, SigningKey.random(new SecureRandom()), 1_400)
                .forEach(body -> receive(stream.member.seal(own, InnerType.MANIFEST, body)));
        send(stream);
        time.turn(Duration.ofSeconds(1));

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity()).satisfies(seen -> {
            assertThat(seen.impostor()).isPositive();
            assertThat(seen.authentic()).isEqualTo(said);
        });
    }

    @Test
    @DisplayName("what nobody vouches for is not delivered, and counted; afterwards the stream goes on")
    void manifestsWithheld() {
        SigningStream stream = start(true);
        for (int i = 0; i < 10; i++) {
            receive(stream.data("unheard of"));
        }
        stream.endSlot();
        time.turn(Duration.ofMillis(700));
        stream.endSlot();
        send(stream);
        time.turn(Duration.ofMillis(700));

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity().unauthenticated()).isEqualTo(10);
    }

    @Test
    @DisplayName("a content server that stands still for longer than a packet waits, or a client that does, costs no packet")
    void standingStill() {
        SigningStream stream = start(true);
        for (int i = 0; i < 10; i++) {
            receive(stream.data(sentence()));
        }
        time.turn(Duration.ofMillis(1_700));
        receive(stream.endSlot().toArray(ByteBuffer[]::new));
        send(stream);

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity()).isEqualTo(new ClientCounters.Authenticity(said, 0, 0));
    }

    @Test
    @DisplayName("of a stream that ends without a word the last packets are given up after two seconds")
    void silence() {
        SigningStream stream = start(true);
        receive(stream.data("unheard of"));
        time.turn(Duration.ofMillis(1_400));
        assertThat(counters().authenticity().unauthenticated()).isZero();
        time.turn(Duration.ofMillis(1_600));

        assertThat(counters().authenticity().unauthenticated()).isEqualTo(1);
        assertThat(delivered).isEqualTo(sentences(said));
    }

    @Test
    @DisplayName("a flood of forged manifests and announcements leaves enough verifications for those that are wanted")
    void floodOfManifests() {
        SigningStream stream = start(true);
        int forgeries = 0;
        for (int slot = 0; slot < 100; slot++) {
            List<ByteBuffer> flood = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] forged = stream.lastManifest().clone();
                byte[] noise = new byte[forged.length - 14];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, forged, 14, noise.length);
                flood.add(stream.member.seal(random.nextLong(1 << 20, Sealer.MOST_PACKETS), InnerType.MANIFEST,
                        forged));
                byte[] control = new byte[80];
                random.nextBytes(control);
                control[14] = 0x7a;
                control[15] = 0x40;
                flood.add(stream.member.seal(random.nextLong(1 << 20, Sealer.MOST_PACKETS), InnerType.ANNOUNCEMENT,
                        control));
                forgeries += 2;
            }
            flood.add(stream.data(sentence()));
            flood.addAll(stream.endSlot());
            receive(flood.toArray(ByteBuffer[]::new));
            time.turn(SLOT);
        }

        assertThat(delivered).isEqualTo(sentences(said));
        ClientCounters.Authenticity seen = counters().authenticity();
        assertThat(seen.authentic()).isEqualTo(said);
        assertThat(seen.impostor() + seen.unauthenticated()).isEqualTo(forgeries);
    }

    @Test
    @DisplayName("that a part of the stream is not vouched for is said while the rest is delivered")
    void partWithheld() throws SocketException {
        SnapshotBuilder report = new SnapshotBuilder(
                new ClientSettings(new NodeName("client-1"), List.of(MulticastGroup.parse("239.7.7.2:5004")),
                        NetworkInterface.networkInterfaces().findFirst().orElseThrow(),
                        SinkSpec.parse("count", new NodeName("client-1")), ClientLimits.DEFAULTS),
                path, new TextSink(delivered), time, "nio", Optional::empty);
        SigningStream stream = start(true);
        for (int slot = 0; slot < 100; slot++) {
            for (int i = 0; i < 2; i++) {
                receive(stream.data("unheard of"));
                stream.endSlot();
            }
            for (int i = 0; i < 3; i++) {
                send(stream);
            }
        }

        ClientSnapshot seen = report.make();
        assertThat(seen.status()).isEqualTo(ClientSnapshot.Status.DECRYPTING);
        assertThat(seen.why().map(CodedMessage::text).orElse("")).startsWith("Nobody vouches for ")
                .contains("% of the packets that verify, the latest under key news 41", "--manifests");
    }

    @Test
    @DisplayName("one manifest of two that is lost costs nothing, not even the order")
    void oneManifestLost() {
        SigningStream stream = start(true);
        for (int slot = 0; slot < 50; slot++) {
            for (int i = 0; i < 5; i++) {
                receive(stream.data(sentence()));
            }
            List<ByteBuffer> manifests = stream.endSlot();
            if (slot % 2 == 0) {
                receive(manifests.toArray(ByteBuffer[]::new));
            }
            time.turn(SLOT);
        }
        receive(stream.endSlot().toArray(ByteBuffer[]::new));

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity()).isEqualTo(new ClientCounters.Authenticity(said, 0, 0));
    }

    @Test
    @DisplayName("both manifests of a packet that are lost hold up what comes after it until the third slot's, not for as long as the packet waits")
    void bothManifestsLost() {
        SigningStream stream = start(true);
        receive(stream.data("nobody vouches for this"));
        stream.endSlot();
        time.turn(SLOT);
        receive(stream.data(sentence()));
        stream.endSlot();
        time.turn(SLOT);
        assertThat(delivered).isEqualTo(sentences(said - 1));
        send(stream);

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity()).isEqualTo(new ClientCounters.Authenticity(said, 0, 0));
        time.turn(Duration.ofMillis(700));
        assertThat(counters().authenticity()).isEqualTo(new ClientCounters.Authenticity(said, 1, 0));
    }

    @Test
    @DisplayName("of what comes through a network that loses 5 % at random, manifests too, at least 99.7 % is delivered as authentic, the rest counted, and nothing of an impostor's")
    void loss() {
        SigningStream stream = start(true);
        int came = said;
        for (int slot = 0; slot < 15_000; slot++) {
            List<ByteBuffer> packets = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                packets.add(stream.data("x"));
            }
            packets.removeIf(packet -> random.nextInt(100) < 5);
            came += packets.size();
            packets.add(stream.member.seal(stream.packets() + random.nextInt(4), InnerType.DATA, bytes("hijacked")));
            packets.addAll(stream.endSlot().stream().filter(manifest -> random.nextInt(100) >= 5).toList());
            receive(packets.toArray(ByteBuffer[]::new));
            time.turn(Duration.ofMillis(19));
        }
        time.turn(Duration.ofSeconds(1));

        ClientCounters.Authenticity seen = counters().authenticity();
        assertThat((double) seen.authentic() / came).isGreaterThan(0.997);
        assertThat(delivered).hasSize((int) seen.authentic()).doesNotContain("hijacked");
        assertThat(seen.unauthenticated() + seen.impostor()).isGreaterThanOrEqualTo(came - seen.authentic() + 10_000);
    }

    @Test
    @DisplayName("floods of packets under each coming counter, under counters far away and of forged manifests evict themselves: all that the stream sends is delivered")
    void floods() {
        SigningStream stream = start(true);
        for (int slot = 0; slot < 100; slot++) {
            for (int i = 0; i < 20; i++) {
                long soon = stream.packets() + random.nextInt(30);
                receive(stream.member.seal(soon, InnerType.DATA, bytes("flood " + random.nextInt())));
                receive(stream.member.seal(random.nextLong(1 << 20, Sealer.MOST_PACKETS), InnerType.DATA,
                        bytes("far " + random.nextInt())));
                byte[] forged = new byte[300];
                random.nextBytes(forged);
                receive(stream.member.seal(stream.packets() + random.nextInt(40), InnerType.MANIFEST, forged));
            }
            send(stream);
        }

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().authenticity().authentic()).isEqualTo(said);
    }

    @Test
    @DisplayName("more packets than may wait are never kept: a flood of large ones is bounded, and the stream comes through")
    void bounded() {
        SigningStream stream = start(true);
        for (int slot = 0; slot < 30; slot++) {
            for (int i = 0; i < 100; i++) {
                byte[] large = new byte[60_000];
                random.nextBytes(large);
                receive(stream.member.seal(random.nextLong(1 << 20, Sealer.MOST_PACKETS), InnerType.DATA, large));
            }
            assertThat(counters().held()).isLessThan((ClientLimits.DEFAULTS.heldBytes() / 60_000) + 2);
            send(stream);
        }

        assertThat(delivered).isEqualTo(sentences(said));
    }

    @Test
    @DisplayName("marked, everything is delivered at once, and what a member sealed is counted when the manifest has come")
    void marked() {
        path = path(AuthenticityMode.MARKED);
        SigningStream stream = start(true);
        receive(stream.data("one"));
        receive(stream.member.seal(stream.packets(), InnerType.DATA, bytes("hijacked")));
        assertThat(delivered).endsWith("one", "hijacked");

        stream.data("two, lost to the other");
        receive(stream.endSlot().toArray(ByteBuffer[]::new));

        assertThat(path.counted().authenticity()).isEqualTo(new ClientCounters.Authenticity(said + 1, 0, 1));
    }

    @Test
    @DisplayName("without a wish for authenticity a stream that signs is received as any other, announcements too")
    void off() {
        path = path(AuthenticityMode.OFF);
        SigningStream stream = new SigningStream("news", 41, true);
        SigningStream coming = new SigningStream("news", 42, true);
        server.create(stream);
        server.create(coming);
        receive(stream.data("one"));
        announce(stream, coming);
        receive(stream.endSlot().toArray(ByteBuffer[]::new));
        receive(coming.data("two"));

        assertThat(delivered).containsExactly("one", "two");
        assertThat(server.asked).containsExactly(new KeyId(41), new KeyId(42));
        assertThat(counters()).extracting(ClientCounters::unknownType, ClientCounters::late)
                .containsExactly(0L, 1L);
    }

    @Test
    @DisplayName("a packet that comes after its manifest is delivered, and one that comes twice once")
    void afterItsManifest() {
        SigningStream stream = start(true);
        ByteBuffer first = stream.data(sentence());
        ByteBuffer second = stream.data(sentence());
        receive(first, first);
        receive(stream.endSlot().toArray(ByteBuffer[]::new));
        receive(second, second, first);

        assertThat(delivered).isEqualTo(sentences(said));
        assertThat(counters().replayed()).isEqualTo(3);
    }

    private SigningStream start(boolean signs) {
        SigningStream stream = new SigningStream("news", 41, signs);
        server.create(stream);
        for (int i = 0; i < 3; i++) {
            send(stream);
        }
        assertThat(delivered).isEqualTo(sentences(said));
        return stream;
    }

    /// The stream sends a packet, and vouches for it.
    private void send(SigningStream stream) {
        receive(stream.data(sentence()));
        receive(stream.endSlot().toArray(ByteBuffer[]::new));
        time.turn(SLOT);
    }

    /// The stream announces its next key, and the client fetches it.
    private void announce(SigningStream stream, SigningStream coming) {
        receive(stream.announcement(1, LEAD, coming.keyId()));
        time.turn(Duration.ofMillis(100));
    }

    private void receive(ByteBuffer... datagrams) {
        for (ByteBuffer datagram : datagrams) {
            path.onDatagram(datagram.duplicate());
        }
        path.onBatchEnd();
        time.turn(Duration.ofMillis(1));
    }

    private byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String sentence() {
        return "sentence " + said++;
    }

    private static List<String> sentences(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add("sentence " + i);
        }
        return all;
    }

    /// Everything received is in exactly one place.
    private ClientCounters counters() {
        ClientCounters counters = path.counted();
        long accounted = counters.opened() + counters.control() + counters.unknownType() + counters.forged()
                + counters.replayed() + counters.superseded() + counters.tooOld() + counters.malformed()
                + counters.expired() + counters.held() + counters.authenticity().unauthenticated()
                + counters.authenticity().impostor()
                + counters.refused().values().stream().mapToLong(Long::longValue).sum();
        assertThat(accounted).as("packets accounted for").isEqualTo(counters.received());
        return counters;
    }

    private PacketPath path(AuthenticityMode mode) {
        return new PacketPath(new NodeName("client-1"), ClientLimits.DEFAULTS, mode, server, new TextSink(delivered),
                time,
                Runnable::run, new Random(1), event -> {
                }, sender -> false);
    }

    /// Answers at once with the keys that it has been told of.
    private static final class Keys implements KeyFetcher {

        private final Map<KeyId, SigningStream> keys = new HashMap<>();
        private final List<KeyId> asked = new ArrayList<>();
        private boolean isDeaf;

        void create(SigningStream key) {
            keys.put(key.keyId(), key);
        }

        @Override
        public Fetch fetch(KeyId keyId, FetchReason reason) {
            asked.add(keyId);
            SigningStream key = keys.get(keyId);
            CompletableFuture<FetchOutcome> outcome = isDeaf
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture(key == null
                            ? new FetchOutcome.Refused(RefusalReason.UNKNOWN, Optional.empty(), ScriptedFetcher.SERVER)
                            : key.key());
            return () -> outcome;
        }
    }
}
