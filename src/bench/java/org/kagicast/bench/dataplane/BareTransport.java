package org.kagicast.bench.dataplane;

import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.kagicast.model.MulticastGroup;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Sends datagrams as fast as it goes, and counts those that arrive: the multicast sender and receiver of the roles, each
/// on a loop of its own, with nothing sealed or opened.
final class BareTransport {

    private static final int DATAGRAMS_A_TURN = 64;

    private final MulticastGroup group;
    private final NetworkInterface networkInterface;
    private final Time time;

    BareTransport(MulticastGroup group, NetworkInterface networkInterface, Time time) {
        this.group = group;
        this.networkInterface = networkInterface;
        this.time = time;
    }

    /// @param pps datagrams received a second
    record Result(String io, long pps, int receiveBuffer, int sendBuffer) {}

    Result measure(int datagramBytes, Duration howLong) throws InterruptedException {
        try (MulticastTransport transport = MulticastTransport.open(2)) {
            Counter counter = new Counter();
            DatagramReceiver receiver = transport.openReceiver(group, networkInterface, transport.loop(), counter);
            DatagramSender sender = transport.openSender(group, networkInterface, 0, transport.loop());
            AtomicBoolean ended = new AtomicBoolean();
            sender.loop().execute(() -> send(sender, datagramBytes, ended));
            time.sleepUntil(time.nanos() + Math.min(howLong.toNanos(), Duration.ofSeconds(1).toNanos()));
            long before = counter.seen.get();
            long start = time.nanos();
            time.sleepUntil(start + howLong.toNanos());
            double pps = (counter.seen.get() - before) * 1e9 / (time.nanos() - start);
            ended.set(true);
            return new Result(transport.io().toString(), (long) pps, receiver.receiveBufferSize(),
                    sender.sendBufferSize());
        }
    }

    private static void send(DatagramSender sender, int bytes, AtomicBoolean ended) {
        if (ended.get()) {
            return;
        }
        for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
            ByteBuffer room = sender.reserve(bytes);
            room.position(room.limit());
            sender.commit();
        }
        sender.flushFull();
        Runnable again = () -> send(sender, bytes, ended);
        if (sender.isWritable()) {
            sender.loop().execute(again);
        } else {
            sender.whenWritable(again);
        }
    }

    /// Its loop writes, others read what was reached when a batch ended.
    private static final class Counter implements DatagramHandler {

        private final AtomicLong seen = new AtomicLong();
        private long count;

        @Override
        public void onDatagram(ByteBuffer datagram) {
            count++;
        }

        @Override
        public void onBatchEnd() {
            seen.setRelease(count);
        }
    }
}
