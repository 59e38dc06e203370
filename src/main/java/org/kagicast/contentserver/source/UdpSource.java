package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.multicast.UdpAddress;
import org.kagicast.wire.InnerType;

/// Datagrams as they arrive at a UDP port, each one a packet of the stream. The port is held from the start; what arrives
/// before the stream begins is nobody's. A live source cannot wait: what the network does not take is dropped and counted.
final class UdpSource implements Source {

    private final Intake intake;
    private final DatagramReceiver receiver;

    private UdpSource(Intake intake, DatagramReceiver receiver) {
        this.intake = intake;
        this.receiver = receiver;
    }

    /// @throws org.kagicast.model.OperatorException if the port cannot be had
    static UdpSource open(UdpAddress address, MulticastTransport transport, Loop loop) {
        Intake intake = new Intake();
        return new UdpSource(intake, transport.openUdpReceiver(address, loop, intake));
    }

    @Override
    public void start(SourceOutlet outlet) {
        intake.start(outlet);
    }

    @Override
    public void stop() {
        receiver.close();
    }

    /// Belongs to the loop, but for the outlet.
    static final class Intake implements DatagramHandler {

        private volatile @Nullable SourceOutlet outlet;
        private @Nullable DatagramBatch batch;

        void start(SourceOutlet to) {
            outlet = to;
        }

        @Override
        public void onDatagram(ByteBuffer datagram) {
            SourceOutlet to = outlet;
            if (to == null) {
                return;
            }
            DatagramBatch open = batch == null ? to.takeIfFree().orElse(null) : batch;
            if (open == null) {
                to.drop(1);
            } else {
                batch = take(datagram, open, to);
            }
        }

        @Override
        public void onBatchEnd() {
            SourceOutlet to = outlet;
            DatagramBatch open = batch;
            if (open != null && to != null) {
                batch = null;
                to.hand(open);
            }
        }

        private static @Nullable DatagramBatch take(ByteBuffer datagram, DatagramBatch open, SourceOutlet to) {
            if (datagram.remaining() > open.largestPayload()) {
                to.refuseOversized(datagram.remaining());
            } else {
                open.add(InnerType.DATA, datagram);
            }
            if (open.isFull()) {
                to.hand(open);
                return null;
            }
            return open;
        }
    }
}
