package org.kagicast.lab;

import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.TestCardPainter;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.sframe.HeaderReader;
import org.kagicast.sframe.InsecureMemberSealer;
import org.kagicast.sframe.OpenResult;
import org.kagicast.sframe.Opener;
import org.kagicast.time.Time;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.TestCardFragment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member of a group who passes for its content server (R29): it fetches the group's keys as any client does, and seals
/// a test card of its own under the key in use. A picture goes out for each that comes in, at most ten a second, under the
/// counters that the content server is about to use: whoever cannot tell the two apart takes the first to come, and then
/// refuses the true ones as replayed.
///
/// It keeps the latest few keys and asks for one at a time, once a second if it does not get it. State: its loop.
final class Impostor implements DatagramHandler, AutoCloseable {

    /// What its test card says.
    static final String TITLE = "IMPOSTOR";
    /// The colour of its test card, a red that no stream of the lab has.
    static final float HUE = 0f;

    private static final Logger LOG = LoggerFactory.getLogger(Impostor.class);
    /// The rest of the picture that has begun to come has come then.
    private static final Duration AFTER = Duration.ofMillis(20);
    private static final Duration APART = Duration.ofMillis(90);
    private static final long ASK_AGAIN_NANOS = 1_000_000_000L;
    private static final int MOST_KEYS = 4;
    private static final int MOST_OWN = 4_096;
    private static final int LARGEST_DATAGRAM = 65_535;
    /// Who gets its picture takes the stream's own for older ones.
    private static final int AHEAD = 2;

    private final KeyFetcher fetcher;
    private final Time time;
    private final Loop loop;
    private final ExecutorService painting = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("kagicast-impostor").daemon().factory());
    /// Belongs to that thread.
    private final TestCardPainter painter = TestCardPainter.titled(TITLE, HUE, ZoneId.systemDefault());
    private final DatagramSender sender;
    private final DatagramReceiver receiver;
    private final HeaderReader header = new HeaderReader();
    private final ByteBuffer plaintext = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private final SequencedMap<Long, Key> keys = new LinkedHashMap<>();
    /// The ends of what it sent, which comes back.
    private final SequencedSet<Long> own = new LinkedHashSet<>();
    private @Nullable Key latest;
    private boolean isAsking;
    private long mayAsk;
    private boolean isDue;
    private Time.Scheduled due = () -> {
    };
    private long sentNanos;
    private long frame;
    private boolean isClosed;

    /// Joins the group and begins. Waits for the system, so it must not be called on a loop.
    ///
    /// @throws org.kagicast.model.OperatorException if a socket cannot be opened
    Impostor(MulticastGroup group, NetworkInterface networkInterface, MulticastTransport transport, KeyFetcher fetcher,
            Time time) {
        this.fetcher = fetcher;
        this.time = time;
        this.loop = transport.loop();
        this.mayAsk = time.nanos();
        this.sentNanos = time.nanos() - APART.toNanos();
        this.sender = transport.openSender(group, networkInterface, 1, loop);
        try {
            this.receiver = transport.openReceiver(group, networkInterface, loop, this);
        } catch (RuntimeException fault) {
            sender.close();
            painting.shutdown();
            throw fault;
        }
    }

    /// A key that it has.
    private static final class Key implements AutoCloseable {

        private final FetchOutcome.Key fetched;
        private final Opener opener;
        private final InsecureMemberSealer sealer;
        /// Of the packets that came.
        private long highest;

        Key(FetchOutcome.Key fetched) {
            this.fetched = fetched;
            this.sealer = new InsecureMemberSealer(fetched.keyId(), fetched.suite(), fetched.stream(),
                    fetched.baseKey());
            this.opener = new Opener(fetched.keyId(), fetched.suite(), fetched.baseKey(),
                    fetched.stream().value().getBytes(StandardCharsets.UTF_8), Opener.DEFAULT_WINDOW);
        }

        @Override
        public void close() {
            opener.close();
            fetched.close();
        }
    }

    @Override
    public void onDatagram(ByteBuffer datagram) {
        if (isClosed || !header.read(datagram) || own.remove(end(datagram))) {
            return;
        }
        Key key = keys.get(header.keyId());
        if (key == null) {
            ask(new KeyId(header.keyId()));
            return;
        }
        plaintext.clear();
        if (key.opener.open(header, datagram, plaintext) == OpenResult.OPENED) {
            came(key, plaintext.flip());
        }
    }

    private void came(Key key, ByteBuffer inner) {
        latest = key;
        key.highest = Math.max(key.highest, header.counter());
        if (inner.hasRemaining() && inner.get() == InnerType.TEST_CARD) {
            TestCardFragment.parse(inner).ifPresent(fragment -> frame = fragment.frame() + AHEAD);
        }
        if (!isDue) {
            isDue = true;
            Duration apart = Duration.ofNanos(sentNanos - time.nanos()).plus(APART);
            due = time.after(apart.compareTo(AFTER) > 0 ? apart : AFTER, painting, this::paint);
        }
    }

    /// On the painter's thread.
    private void paint() {
        byte[] jpeg = painter.paint(time.nanos() / APART.toNanos() & 0xffff, time.now());
        loop.execute(() -> send(jpeg));
    }

    private void send(byte[] jpeg) {
        isDue = false;
        sentNanos = time.nanos();
        Key key = latest;
        if (isClosed || key == null || !keys.containsValue(key)) {
            return;
        }
        frame = frame + 1 & 0xffff_ffffL;
        long counter = key.highest;
        for (ByteBuffer body : TestCardFragment.split(frame, jpeg, StreamSettings.DEFAULT_LARGEST_PAYLOAD)) {
            counter++;
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            ByteBuffer packet = key.sealer.seal(counter, InnerType.TEST_CARD, bytes);
            remember(end(packet));
            sender.send(packet);
        }
        sender.flush();
    }

    private void remember(long end) {
        own.add(end);
        if (own.size() > MOST_OWN) {
            own.removeFirst();
        }
    }

    private static long end(ByteBuffer packet) {
        return packet.getLong(packet.limit() - Long.BYTES);
    }

    private void ask(KeyId keyId) {
        long now = time.nanos();
        if (isAsking || now - mayAsk < 0) {
            return;
        }
        isAsking = true;
        CompletableFuture<FetchOutcome> outcome = fetcher.fetch(keyId, FetchReason.ON_DEMAND).outcome();
        var _ = outcome.whenCompleteAsync((answer, fault) -> answered(keyId, answer), loop);
    }

    private void answered(KeyId keyId, @Nullable FetchOutcome answer) {
        isAsking = false;
        if (!(answer instanceof FetchOutcome.Key fetched)) {
            mayAsk = time.nanos() + ASK_AGAIN_NANOS;
            LOG.debug("The impostor did not get key {}", keyId);
        } else if (isClosed) {
            fetched.close();
        } else {
            Key former = keys.put(keyId.value(), new Key(fetched));
            close(former);
            if (keys.size() > MOST_KEYS) {
                close(keys.pollFirstEntry().getValue());
            }
        }
    }

    private static void close(@Nullable Key key) {
        if (key != null) {
            key.close();
        }
    }

    /// Leaves the group. Not to be called on a loop, and once only.
    @Override
    public void close() {
        receiver.close();
        CompletableFuture.runAsync(this::forget, loop).join();
        painting.execute(painter::close);
        painting.close();
        sender.close();
    }

    private void forget() {
        isClosed = true;
        due.cancel();
        keys.values().forEach(Key::close);
        keys.clear();
    }
}
