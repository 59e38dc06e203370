package org.kagicast.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps what a receiver hands over: each datagram as text, and [#BATCH_END].
final class Inbox implements DatagramHandler {

    static final String BATCH_END = "-- end of batch --";

    private static final long DEADLINE_SECONDS = 10;

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    @Override
    public void onDatagram(ByteBuffer datagram) {
        arrived.add(UTF_8.decode(datagram).toString());
    }

    @Override
    public void onBatchEnd() {
        arrived.add(BATCH_END);
    }

    /// The next thing that arrives, batch ends included.
    String next() {
        try {
            String next = arrived.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing arrived in " + DEADLINE_SECONDS + " s.");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// The next datagram.
    String nextDatagram() {
        String next = next();
        while (next.equals(BATCH_END)) {
            next = next();
        }
        return next;
    }

    /// The datagrams up to the one with that text, which must come and is left out.
    List<String> until(String last) {
        List<String> before = new ArrayList<>();
        for (String next = nextDatagram(); !next.equals(last); next = nextDatagram()) {
            before.add(next);
        }
        return before;
    }
}
