package org.kagicast.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.Dscp;
import org.kagicast.model.MulticastGroup;

/// What happens to a socket that takes the place of another while its owner closes both or sends.
@DisplayName("A socket that is made anew")
class RemadeSocketTest {

    @AutoClose
    private final OpenedTransports transports = new OpenedTransports(2);
    private final MulticastGroup group = Loopback.group();
    private final MulticastTransport transport = transports.open(IoBackend.NIO);
    private final Loop loop = transport.loop();
    private final Sockets sockets = new Sockets(IoBackend.NIO);

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    @DisplayName("is closed when its sender is closed just as it takes the former one's place")
    void senderClosedMeanwhile() throws Exception {
        DatagramChannel former = outgoing();
        DatagramChannel next = outgoing();
        DatagramSender sender = sender(former);
        former.config().setAllocator(new Closing(sender));
        Loopback.on(loop, () -> sender.reserve(100));

        sender.replace(next, group.socketAddress(), 0);

        assertThat(next.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(former.isOpen()).isFalse();
    }

    @Test
    @DisplayName("does not take the place of the former one before that has sent what was committed")
    void sendsWhatIsCommitted() throws Exception {
        Inbox inbox = new Inbox();
        transport.openReceiver(group, Loopback.lo(), loop, inbox);
        DatagramSender sender = sender(outgoing());
        DatagramChannel next = outgoing();

        Loopback.on(loop, () -> {
            sender.send(ByteBuffer.wrap("committed".getBytes(UTF_8)));
            sender.replace(next, group.socketAddress(), 0);
        });
        Loopback.send(sender, "through the next one");

        assertThat(inbox.until("through the next one")).containsExactly("committed");
        sender.close();
    }

    @Test
    @DisplayName("hands nothing to the handler of a receiver that was closed while it was being made")
    void receiverClosedMeanwhile() throws Exception {
        Inbox witness = new Inbox();
        transport.openReceiver(group, Loopback.lo(), loop, witness);
        DatagramSender sender = transport.openSender(group, Loopback.lo(), 0, transport.loop());
        List<String> handled = new CopyOnWriteArrayList<>();
        DatagramReceiver.Gate gate = new DatagramReceiver.Gate();
        DatagramReceiver receiver = new DatagramReceiver(incoming(handled, gate), gate, loop, 0);
        Loopback.send(sender, "before");
        assertThat(witness.nextDatagram()).isEqualTo("before");

        receiver.remake(() -> {
            DatagramChannel next = incoming(handled, gate);
            receiver.close();
            Loopback.send(sender, "after");
            assertThat(witness.nextDatagram()).isEqualTo("after");
            Loopback.on(loop, () -> {
            });
            return next;
        });

        assertThat(handled).doesNotContain("after");
        assertThat(receiver.isOpen()).isFalse();
    }

    private DatagramSender sender(DatagramChannel channel) {
        return new DatagramSender(channel, loop, group.socketAddress(), 0, 0);
    }

    private DatagramChannel outgoing() throws IOException {
        return sockets.multicastSender(group.address(), Loopback.lo(), null, 0, Dscp.DEFAULT, loop);
    }

    private DatagramChannel incoming(List<String> handled, DatagramReceiver.Gate gate) throws IOException {
        return sockets.multicastReceiver(group.socketAddress(), null, Loopback.lo(), loop,
                new DatagramReceiver.Delivery(datagram -> handled.add(UTF_8.decode(datagram).toString()),
                        IoBackend.NIO.receiveRoom(), gate));
    }

    /// Has a sender closed by another thread just when it lets go of what was reserved on its former socket.
    private static final class Closing extends AbstractByteBufAllocator {

        private final DatagramSender sender;

        Closing(DatagramSender sender) {
            this.sender = sender;
        }

        @Override
        protected ByteBuf newHeapBuffer(int size, int most) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(size, most);
        }

        @Override
        protected ByteBuf newDirectBuffer(int size, int most) {
            return new UnpooledDirectByteBuf(this, size, most) {
                @Override
                protected void deallocate() {
                    super.deallocate();
                    Thread closing = Thread.ofPlatform().start(sender::close);
                    try {
                        closing.join(10_000);
                    } catch (InterruptedException stopped) {
                        throw new AssertionError(stopped);
                    }
                }
            };
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
