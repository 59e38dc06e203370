package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Interfaces;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.sframe.HeaderReader;
import org.kagicast.sframe.OpenResult;
import org.kagicast.sframe.Opener;
import org.kagicast.wire.InnerType;

/// Receives a stream from the network and opens it, having every key from the start.
final class Listener implements DatagramHandler, AutoCloseable {

    private static final long DEADLINE_SECONDS = 10;
    private static final long POLL_NANOS = 1_000_000;

    private final StreamName stream;
    private final Map<KeyId, BaseKey> keys;
    private final DatagramReceiver receiver;
    private final Map<KeyId, Opener> openers = new HashMap<>();
    private final HeaderReader header = new HeaderReader();
    private final List<byte[]> data = new CopyOnWriteArrayList<>();
    private final List<OpenResult> failures = new CopyOnWriteArrayList<>();

    Listener(StreamName stream, MulticastGroup group, Map<KeyId, BaseKey> keys, MulticastTransport transport) {
        this.stream = stream;
        this.keys = keys;
        this.receiver = transport.openReceiver(group, Interfaces.find("lo"), transport.loop(), this);
    }

    List<byte[]> data() {
        return data;
    }

    /// What did not open.
    List<OpenResult> failures() {
        return failures;
    }

    /// Waits until so many data packets have come.
    void await(long datagrams) {
        await(() -> data.size() >= datagrams);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true in " + DEADLINE_SECONDS + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void onDatagram(ByteBuffer datagram) {
        if (!header.read(datagram)) {
            throw new AssertionError("what was received is no packet");
        }
        Opener opener = openers.computeIfAbsent(new KeyId(header.keyId()), id -> new Opener(id,
                CipherSuite.AES_256_GCM, keys.get(id), stream.value().getBytes(StandardCharsets.UTF_8), 64));
        ByteBuffer plaintext = ByteBuffer.allocate(datagram.remaining());
        OpenResult result = opener.open(header, datagram, plaintext);
        if (result != OpenResult.OPENED) {
            failures.add(result);
        } else if (plaintext.flip().get() == InnerType.DATA) {
            byte[] body = new byte[plaintext.remaining()];
            plaintext.get(body);
            data.add(body);
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
