package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.multicast.DatagramHandler;
import org.kagicast.multicast.DatagramReceiver;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.wire.InnerType;

/// Datagrams as they arrive at a UDP port, each one a payload of the stream, whatever its length. The port is held from the
/// start; what arrives before the stream begins is nobody's. A live source cannot wait: what the network does not take is
/// dropped and counted.
final class UdpSource implements Source {

    private final Intake intake;
    private final DatagramReceiver receiver;

    private UdpSource(Intake intake, DatagramReceiver receiver) {
        this.intake = intake;
        this.receiver = receiver;
    }

    /// @throws org.kagicast.model.OperatorException if the port cannot be had
    static UdpSource open(SourceSpec.Udp spec, MulticastTransport transport, Loop loop) {
        Intake intake = new Intake(spec);
        return new UdpSource(intake, transport.openUdpReceiver(spec.address(), loop, intake));
    }

    @Override
    public void start(SourceOutlet outlet) {
        intake.start(outlet);
    }

    @Override
    public Optional<CodedMessage> trouble() {
        return receiver.trouble();
    }

    @Override
    public void stop() {
        receiver.close();
    }

    /// Belongs to the loop, but for the outlet.
    static final class Intake implements DatagramHandler {

        private final SourceSpec.Udp spec;
        private final RtpRecognition recognition = new RtpRecognition();
        private volatile @Nullable SourceOutlet outlet;
        private @Nullable DatagramBatch batch;
        private @Nullable CodedMessage toldOfHeaders;
        private boolean hasToldOfNone;

        Intake(SourceSpec.Udp spec) {
            this.spec = spec;
        }

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
                takeOffHeader(datagram, to);
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

        /// What is found is told once, with the first datagram that shows it.
        private void takeOffHeader(ByteBuffer datagram, SourceOutlet to) {
            boolean isOfTransportStream = recognition.hasHeader(datagram);
            if (spec.rtp() != Rtp.STRIP && !recognition.isRtp()) {
                takeBackHeaders(to);
            }
            switch (spec.rtp()) {
                case DECIDE -> {
                    if (isOfTransportStream) {
                        tellOfHeaders(to, StreamMessage.RTP_STRIPPED);
                        Rtp.strip(datagram);
                    }
                }
                case KEEP -> {
                    if (isOfTransportStream) {
                        tellOfHeaders(to, StreamMessage.RTP_KEPT);
                    }
                }
                case STRIP -> {
                    if (Rtp.is(datagram)) {
                        tellOfHeaders(to, StreamMessage.RTP_STRIPPED_AS_ORDERED);
                        Rtp.strip(datagram);
                    } else if (!hasToldOfNone) {
                        hasToldOfNone = true;
                        to.tell(StreamMessage.NOT_RTP.with(spec.text()));
                    }
                }
            }
        }

        private void tellOfHeaders(SourceOutlet to, StreamMessage found) {
            if (toldOfHeaders == null) {
                CodedMessage message = found.with(spec.text());
                toldOfHeaders = message;
                to.tell(message);
            }
        }

        /// Whoever sends has gone over to the bare stream.
        private void takeBackHeaders(SourceOutlet to) {
            CodedMessage told = toldOfHeaders;
            if (told != null) {
                toldOfHeaders = null;
                to.takeBack(told);
            }
        }

        private static @Nullable DatagramBatch take(ByteBuffer datagram, DatagramBatch open, SourceOutlet to) {
            DatagramBatch current = open;
            int bytes = datagram.remaining();
            if (bytes > current.longestDatagram()) {
                to.refuseOversized(bytes, current.longestDatagram());
                return current;
            }
            if (!current.hasRoomFor(bytes)) {
                to.hand(current);
                current = to.takeIfFree().orElse(null);
            }
            if (current == null) {
                to.drop(1);
                return null;
            }
            current.add(InnerType.DATA, datagram);
            if (current.isFull()) {
                to.hand(current);
                return null;
            }
            return current;
        }
    }
}
