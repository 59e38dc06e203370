package org.kagicast.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.Manifest;
import org.kagicast.authenticity.PacketHasher;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.client.authenticity.ProofLimits;
import org.kagicast.client.authenticity.ProofQueue;
import org.kagicast.client.fetch.AnnouncedKey;
import org.kagicast.client.fetch.ClientLimits;
import org.kagicast.client.fetch.FetchScheduler;
import org.kagicast.client.fetch.HeldPackets;
import org.kagicast.client.fetch.KeyRequest;
import org.kagicast.client.keys.DecryptionKey;
import org.kagicast.client.keys.DecryptionKeyTable;
import org.kagicast.client.keys.Rechecks;
import org.kagicast.client.sink.Sink;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.EventSink;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Step;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;
import org.kagicast.sframe.HeaderReader;
import org.kagicast.sframe.OpenResult;
import org.kagicast.time.Time;
import org.kagicast.wire.InnerType;

/// A packet's way through the client: read its key ID, look the key up (B2), open it (B7), or hold it and have the key
/// fetched (B3). Which stream it belongs to is decided by the key ID alone (R12). Nothing of a packet is believed before
/// its tag has verified.
///
/// State: the client's loop; every method is called there.
final class PacketPath implements DatagramHandler, FetchScheduler.Listener, Rechecks.Listener, AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    /// The latest key IDs remembered for the summary.
    private static final int MOST_KEY_IDS = 1_000;
    /// Who has opened a packet of a stream so lately is there when its key changes.
    private static final long PRESENT_NANOS = 10_000_000_000L;

    /// How often waiting packets are looked through while others come.
    private static final long PROOFS_NANOS = 20_000_000L;
    private static final ByteBuffer DELIVERED = ByteBuffer.allocate(0);

    private final Predicate<NodeName> isShutOut;
    private final AuthenticityMode authenticity;
    private final ProofLimits proofs;
    private final PacketHasher hasher = new PacketHasher();
    private final NodeName client;
    private final ClientLimits limits;
    private Duration keyIdle;
    private final Sink sink;
    private final Time time;
    private final EventSink events;
    private final DecryptionKeyTable table;
    private final FetchScheduler fetches;
    private final Rechecks rechecks;
    private final PacketDispatcher dispatcher;
    private final Counters counters = new Counters();
    private final LastActivity activity;
    private final RecentShare supersededShare = new RecentShare();
    private final RecentShare unauthenticatedShare = new RecentShare();
    private final SequencedSet<KeyId> openedWith = new LinkedHashSet<>();
    private final HeaderReader header = new HeaderReader();
    private final ByteBuffer plaintext = ByteBuffer.allocate(LARGEST_DATAGRAM);
    private final ByteBuffer sealed = ByteBuffer.allocate(LARGEST_DATAGRAM);
    /// One time for all datagrams that were read in a row; asking the clock for each would cost more than the rest of
    /// their bookkeeping.
    private long batchNanos;
    private boolean isInBatch;
    private long proofsLooked;
    /// The latest key whose packets were judged too old.
    private @Nullable DecryptionKey former;
    private @Nullable DecryptionKey impostorsKey;
    private @Nullable DecryptionKey unauthenticatedKey;

    PacketPath(NodeName client, ClientLimits limits, KeyFetcher fetcher, Sink sink, Time time, Executor loop,
            RandomGenerator randomness, EventSink events) {
        this(client, limits, AuthenticityMode.WHERE_SIGNED, fetcher, sink, time, loop, randomness, events,
                sender -> false);
    }

    /// @param isShutOut whether a content server is not to be believed any more
    PacketPath(NodeName client, ClientLimits limits, AuthenticityMode authenticity, KeyFetcher fetcher, Sink sink,
            Time time, Executor loop, RandomGenerator randomness, EventSink events, Predicate<NodeName> isShutOut) {
        this.isShutOut = isShutOut;
        this.authenticity = authenticity;
        this.proofs = new ProofLimits(randomness, time.nanos(), limits.heldPackets(), limits.heldBytes());
        this.client = client;
        this.limits = limits;
        this.keyIdle = limits.keyIdle();
        this.sink = sink;
        this.time = time;
        this.events = events;
        this.table = new DecryptionKeyTable(randomness);
        this.fetches = new FetchScheduler(fetcher, limits, time, loop, randomness, this);
        this.rechecks = new Rechecks(new KeyRequest.Office(fetcher, limits, time, loop), this);
        this.activity = new LastActivity(time.nanos());
        this.dispatcher = new PacketDispatcher(sink, table, new Announcements(table, fetches, time, randomness),
                counters);
    }

    @Override
    public void onDatagram(ByteBuffer datagram) {
        if (!isInBatch) {
            isInBatch = true;
            batchNanos = time.nanos();
        }
        long now = batchNanos;
        counters.received++;
        activity.received = now;
        if (!header.read(datagram)) {
            counters.malformed++;
            return;
        }
        DecryptionKey key = table.find(header.keyId());
        if (key != null) {
            open(key, datagram, now, false);
        } else {
            withoutKey(header.keyId(), datagram, now);
        }
    }

    @Override
    public void onBatchEnd() {
        isInBatch = false;
        if (batchNanos - proofsLooked >= PROOFS_NANOS) {
            proofsLooked = batchNanos;
            proofs.tick(batchNanos);
        }
        sink.batchEnd();
    }

    /// Twice a second or so: what is missing has had its time, and what is idle is forgotten (R11).
    void tick() {
        proofs.tick(time.nanos());
        sink.batchEnd();
        table.keys().forEach(key -> key.opener().settle());
        dispatcher.tick();
        fetches.tidy();
        supersededShare.tick(counters.verified(), counters.superseded);
        unauthenticatedShare.tick(counters.verified() + (isMarked() ? 0 : counters.unauthenticated),
                counters.unauthenticated);
        table.forgetSenders(isShutOut, counters::keyGone);
        table.forgetIdleSince(time.nanos() - keyIdle.toNanos(), counters::keyGone);
    }

    /// From now on an entry unused for so long is erased (R11).
    void forgetAfter(Duration idle) {
        keyIdle = idle;
    }

    DecryptionKeyTable table() {
        return table;
    }

    FetchScheduler fetches() {
        return fetches;
    }

    Rechecks rechecks() {
        return rechecks;
    }

    /// What part of the packets that verify is under superseded keys.
    RecentShare supersededShare() {
        return supersededShare;
    }

    /// What part of the packets that verify nobody has vouched for.
    RecentShare unauthenticatedShare() {
        return unauthenticatedShare;
    }

    /// The latest key whose packets were judged too old; null while there was none.
    @Nullable
    DecryptionKey former() {
        return former;
    }

    /// What has become of all packets until now.
    ClientCounters counted() {
        return counters.snapshot(table, fetches.held().packets() + (isMarked() ? 0 : proofs.waiting()),
                fetches.held().expired());
    }

    /// The key under which packets came last that somebody else than its content server had sealed; null if there were none.
    @Nullable
    DecryptionKey impostorsKey() {
        return impostorsKey;
    }

    /// The key under which packets came last that nobody vouched for; null if there were none.
    @Nullable
    DecryptionKey unauthenticatedKey() {
        return unauthenticatedKey;
    }

    LastActivity activity() {
        return activity;
    }

    SequencedSet<KeyId> openedWith() {
        return openedWith;
    }

    @Override
    public void asking(KeyId keyId, FetchReason reason) {
        Step step = reason == FetchReason.ANNOUNCED ? Step.C10 : Step.B3;
        events.emit(new NodeEvent.Message(time.now(), client, step, Optional.empty(), Optional.of(keyId),
                Optional.empty()));
    }

    /// The key is stored (B6, C13), and the packets that waited for it are opened in their order (R10).
    @Override
    public void fetched(FetchOutcome.Key fetched, AnnouncedKey announcement) {
        long now = time.nanos();
        counters.keysFetched++;
        DecryptionKey key;
        try (fetched) {
            var origin = new DecryptionKey.Origin(fetched.keyId(), fetched.line(), fetched.suite(), fetched.number(),
                    fetched.sender(), fetched.verificationKey(), fetched.from(), time.now(),
                    announcement.isAnnounced());
            key = new DecryptionKey(origin, fetched.baseKey(), limits.windowPackets(),
                    announcement.isAnnounced() ? Math.max(now, announcement.takeOver()) : now);
        }
        if (authenticity != AuthenticityMode.OFF) {
            key.origin().verificationKey().ifPresent(verificationKey -> key
                    .prove(new ProofQueue(key.origin().keyId(), verificationKey, proofs, new Proofs(key))));
        }
        table.add(key);
        if (isPresent(key, now) && !fetches.held().hasExpired(fetched.keyId().value())) {
            key.opener().expectFromStart();
        }
        for (HeldPackets.Packet packet : fetches.held().release(fetched.keyId().value())) {
            if (header.read(packet.datagram())) {
                open(key, packet.datagram(), packet.arrived(), true);
            }
        }
        sink.batchEnd();
    }

    /// The key table is what it was before the later key was made, and the content server does not know better.
    @Override
    public void isInUse(DecryptionKey key) {
        if (key.equals(table.find(key.origin().keyId().value())) && key.isSuperseded()) {
            table.reinstate(key, time.nanos());
            events.emit(new NodeEvent.Notice(time.now(), client, NodeEvent.Severity.WARNING,
                    ClientMessage.FORMER_KEY_IN_USE.with(key.origin().name().withId())));
        }
    }

    @Override
    public void refused(RefusalReason reason, int packets) {
        activity.refused = time.nanos();
        counters.refused(reason, packets);
    }

    @Override
    public void close() {
        fetches.close();
        rechecks.close();
        table.close();
    }

    private void withoutKey(long keyId, ByteBuffer datagram, long now) {
        RefusalReason reason = fetches.packet(keyId, datagram, now);
        if (reason != null) {
            activity.refused = now;
            counters.refused(reason, 1);
        }
        sink.unopened(datagram);
    }

    private void open(DecryptionKey key, ByteBuffer datagram, long arrived, boolean late) {
        boolean isTheStreams = key.mayOpen(arrived);
        if (!isTheStreams) {
            key.ended();
        }
        ProofQueue proof = isTheStreams ? key.proofOrNull() : null;
        if (proof != null) {
            openSigned(key, proof, datagram, arrived, late);
            return;
        }
        OpenResult result = key.opener().open(header, datagram, plaintext.clear());
        if (result != OpenResult.OPENED) {
            unopened(key, result);
        } else if (isTheStreams) {
            opened(key, arrived, late ? time.nanos() : arrived);
            dispatcher.deliver(key, plaintext.flip(), arrived, late);
        } else {
            superseded(key, arrived);
        }
    }

    private void unopened(DecryptionKey key, OpenResult result) {
        switch (result) {
            case OPENED -> throw new IllegalArgumentException("the packet was opened");
            case FORGED -> forged(key, time.nanos());
            case REPLAYED -> counters.replayed++;
            case TOO_OLD -> {
                counters.tooOld++;
                activity.tooOld = time.nanos();
                former = key;
            }
        }
    }

    /// By way of an array, where opening and hashing find it at hand; what it holds waits where it was opened to.
    private void openSigned(DecryptionKey key, ProofQueue proof, ByteBuffer datagram, long arrived, boolean late) {
        ByteBuffer packet = sealed.clear().put(datagram.duplicate()).flip();
        ByteBuffer inner = proofs.room(packet.remaining());
        OpenResult result = isMarked()
                ? key.opener().open(header, packet, inner)
                : key.opener().openUnaccepted(header, packet, inner);
        if (result != OpenResult.OPENED) {
            proofs.giveBack(inner);
            unopened(key, result);
        } else {
            prove(key, proof, packet, inner.flip(), arrived, late);
        }
    }

    private boolean isMarked() {
        return authenticity == AuthenticityMode.MARKED;
    }

    /// The packet has been opened under a key that signs, so a member sealed it: whether the content server did is still to
    /// be told, by the packet itself or by a manifest.
    ///
    /// @param inner what it holds, in a room that is given back
    private void prove(DecryptionKey key, ProofQueue proof, ByteBuffer packet, ByteBuffer inner, long arrived,
            boolean late) {
        long counter = header.counter();
        long now = late ? time.nanos() : arrived;
        byte type = inner.hasRemaining() ? inner.get(0) : InnerType.DATA;
        if (type != InnerType.MANIFEST && type != InnerType.ANNOUNCEMENT && type != InnerType.KEY_END) {
            hasher.hash(packet);
            if (isMarked()) {
                opened(key, arrived, now);
                dispatcher.deliver(key, inner, arrived, late);
                proofs.giveBack(inner);
            }
            proof.packet(counter, hasher.high(), hasher.low(), isMarked() ? DELIVERED : inner, arrived, late, now);
            return;
        }
        switch (type) {
            case InnerType.MANIFEST -> {
                if (isManifest(key, proof, inner, counter, now)) {
                    signed(key, counter, inner, arrived, late);
                }
            }
            case InnerType.ANNOUNCEMENT ->
                control(key, SignedControl.Purpose.ANNOUNCEMENT, inner, counter, arrived, late);
            default -> control(key, SignedControl.Purpose.KEY_END, inner, counter, arrived, late);
        }
        proofs.giveBack(inner);
    }

    private boolean isManifest(DecryptionKey key, ProofQueue proof, ByteBuffer inner, long counter, long now) {
        Optional<Manifest> manifest = Manifest.parse(inner.slice(1, inner.limit() - 1));
        if (manifest.isEmpty()) {
            impostor(key, 1);
        }
        return manifest.filter(parsed -> proof.manifest(parsed, counter, now)).isPresent();
    }

    private void control(DecryptionKey key, SignedControl.Purpose purpose, ByteBuffer inner, long counter, long arrived,
            boolean late) {
        if (!proofs.mayVerifyControl(time.nanos())) {
            counters.unauthenticated++;
            return;
        }
        SignedControl control = new SignedControl(purpose, key.line(), key.origin().keyId(), counter);
        Optional<ByteBuffer> message = key.origin().verificationKey()
                .flatMap(verification -> control.verify(inner.slice(1, inner.limit() - 1), verification));
        if (message.isPresent()) {
            ByteBuffer body = message.get();
            signed(key, counter, ByteBuffer.allocate(1 + body.remaining()).put(inner.get(0)).put(body).flip(), arrived,
                    late);
        } else {
            impostor(key, 1);
        }
    }

    private void impostor(DecryptionKey key, int count) {
        counters.impostor += count;
        activity.impostor = time.nanos();
        impostorsKey = key;
    }

    /// The content server has signed this packet itself.
    private void signed(DecryptionKey key, long counter, ByteBuffer inner, long arrived, boolean late) {
        if (isMarked() || key.opener().accept(counter)) {
            opened(key, arrived, late ? time.nanos() : arrived);
            dispatcher.deliver(key, inner, arrived, late);
        } else {
            counters.replayed++;
        }
    }

    /// What becomes of the packets that had to be vouched for.
    private final class Proofs implements ProofQueue.Receiver {

        private final DecryptionKey key;

        Proofs(DecryptionKey key) {
            this.key = key;
        }

        @Override
        public void authentic(long counter, ByteBuffer inner, long arrived, boolean late) {
            if (isMarked()) {
                counters.authentic++;
            } else if (key.opener().accept(counter)) {
                counters.authentic++;
                opened(key, arrived, late ? time.nanos() : arrived);
                dispatcher.deliver(key, inner, arrived, late);
            } else {
                counters.replayed++;
            }
        }

        @Override
        public void impostor(int count) {
            PacketPath.this.impostor(key, count);
        }

        @Override
        public void unauthenticated(int count) {
            counters.unauthenticated += count;
            activity.unauthenticated = time.nanos();
            unauthenticatedKey = key;
        }

        @Override
        public void replayed(int count) {
            counters.replayed += count;
        }
    }

    /// Only a packet whose tag verified comes here.
    private void superseded(DecryptionKey key, long arrived) {
        counters.superseded++;
        activity.superseded = time.nanos();
        former = key;
        if (table.isDisputed(key, arrived)) {
            rechecks.ask(key);
        }
    }

    /// A key that opens nothing at all may have been answered wrongly: it is asked for again with the next packet, as any
    /// unknown one is.
    private void forged(DecryptionKey key, long now) {
        counters.forged++;
        activity.forged = now;
        if (key.failed(now)) {
            table.remove(key);
        }
    }

    private void opened(DecryptionKey key, long arrived, long now) {
        activity.opened = now;
        key.used(now);
        if (key.opened() == 1) {
            table.tookOver(key, arrived);
            openedWith.add(key.origin().keyId());
            if (openedWith.size() > MOST_KEY_IDS) {
                openedWith.removeFirst();
            }
        }
    }

    private boolean isPresent(DecryptionKey next, long now) {
        DecryptionKey latest = table.latest(next.line());
        return latest != null && now - latest.usedNanos() < PRESENT_NANOS && next.mayOpen(now);
    }
}
