package org.kagicast.multicast;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Dscp;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns the threads that move datagrams, and opens senders and receivers on them.
///
/// A socket is opened on a [Loop] that the caller chooses; sockets that share state share a loop. Opening waits for the
/// system, so it must not be done on a loop. Safe for use by several threads.
public final class MulticastTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MulticastTransport.class);

    private static final int LARGEST_TTL = 255;
    private static final int TTL_OF_PLAIN_UDP = 1;
    private static final long CLOSING_SECONDS = 1;

    /// With less, some hundred datagrams that come while a receiver is busy are too many.
    private static final int DECENT_RECEIVE_BUFFER = 1 << 20;

    private final IoBackend io;
    private final Sockets sockets;
    private final @Nullable InterfaceWatch watch;
    private final EventLoopGroup loops;
    private final AtomicBoolean smallBufferTold = new AtomicBoolean();

    private MulticastTransport(int loops, IoBackend io, @Nullable InterfaceWatch watch) {
        this.io = io;
        this.watch = watch;
        this.sockets = new Sockets(io);
        this.loops = new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("kagicast-multicast", true),
                io.handlers());
    }

    /// Starts a transport with that number of threads, at least 1, on the best I/O that this system has. Sockets of
    /// multicast groups are made anew when their interfaces were.
    public static MulticastTransport open(int loops, Time time) {
        return new MulticastTransport(loops, IoBackend.best(), new InterfaceWatch(time, InterfaceState::of));
    }

    /// The same, for a short time: what becomes of interfaces meanwhile is not looked after.
    public static MulticastTransport open(int loops) {
        return open(loops, IoBackend.best());
    }

    /// @throws OperatorException if this system does not have that I/O
    public static MulticastTransport open(int loops, IoBackend io) {
        if (!io.isAvailable()) {
            throw new OperatorException(OpeningMessage.IO_LACKING.with(io, IoBackend.best()));
        }
        return new MulticastTransport(loops, io, null);
    }

    /// The I/O in use; its text is "epoll with segments", "epoll" or "nio".
    public IoBackend io() {
        return io;
    }

    /// The next loop, each in turn.
    public Loop loop() {
        return new Loop(loops.next());
    }

    /// Opens a sender to `group` through `networkInterface`, marked with nothing.
    ///
    /// @param ttl how many hops datagrams may make: 0 stays on this machine, 1 on this network; at most 255
    /// @throws OperatorException if that cannot be done, with the cure
    public DatagramSender openSender(MulticastGroup group, NetworkInterface networkInterface, int ttl, Loop loop) {
        return openSender(group, networkInterface, Optional.empty(), ttl, Dscp.DEFAULT, loop);
    }

    /// Opens a sender to `group` through `networkInterface`. Receivers on this machine get its datagrams too. When the
    /// interface was made anew, or has another address, the sender goes on through it as it is then.
    ///
    /// @param from where its datagrams come from, as long as it is an address of the interface; otherwise the interface's
    ///        first one
    /// @param ttl how many hops datagrams may make: 0 stays on this machine, 1 on this network; at most 255
    /// @throws OperatorException if that cannot be done, with the cure
    public DatagramSender openSender(MulticastGroup group, NetworkInterface networkInterface,
            Optional<InetAddress> from, int ttl, Dscp dscp, Loop loop) {
        if (ttl < 0 || ttl > LARGEST_TTL) {
            throw new OperatorException(OpeningMessage.NO_SUCH_TTL.with(ttl));
        }
        Interfaces.requireFamily(networkInterface, group.address());
        try {
            InterfaceState state = InterfaceState.of(networkInterface.getName());
            int longest = longestSegment(networkInterface, group);
            DatagramChannel channel = sockets.multicastSender(group.address(), networkInterface,
                    state.sendsFrom(group.address(), from), ttl, dscp, loop);
            DatagramSender sender = new DatagramSender(channel, loop,
                    Sockets.scoped(group.socketAddress(), networkInterface), io.sendBufferSize(channel), longest);
            if (watch != null) {
                sender.follow(watch, new InterfaceSocket(group.address(), state,
                        (former, now) -> InterfaceSocket.isSameForSender(group.address(), from, former, now),
                        ConnectionMessage.NOTHING_SENT.with(group),
                        now -> sender.replace(
                                sockets.multicastSender(group.address(), now,
                                        InterfaceState.of(now).sendsFrom(group.address(), from), ttl, dscp, loop),
                                Sockets.scoped(group.socketAddress(), now), longestSegment(now, group))));
            }
            return sender;
        } catch (IOException fault) {
            throw new OperatorException(OpeningMessage.GROUP_UNSENDABLE.with(group, networkInterface.getName(),
                    Sockets.reason(fault), Interfaces.insteadOf(networkInterface.getName())), fault);
        }
    }

    /// Joins `group` on `networkInterface`, whoever sends to it.
    ///
    /// @throws OperatorException if that cannot be done, with the cure
    public DatagramReceiver openReceiver(MulticastGroup group, NetworkInterface networkInterface, Loop loop,
            DatagramHandler handler) {
        return openReceiver(group.socketAddress(), Optional.empty(), networkInterface, loop, handler);
    }

    /// Joins `group` on `networkInterface`. The handler gets what is sent to this group and port there and nothing
    /// else, whatever groups others on this machine have joined. Others may receive the same group and port. When the
    /// interface was made anew the group is joined again.
    ///
    /// @param source who alone is heard: a source-specific group needs one (RFC 4607), any other may have one
    /// @throws OperatorException if that cannot be done, with the cure
    public DatagramReceiver openReceiver(MulticastGroup group, Optional<InetAddress> source,
            NetworkInterface networkInterface, Loop loop, DatagramHandler handler) {
        group.checkSource(source);
        return openReceiver(group.socketAddress(), source, networkInterface, loop, handler);
    }

    /// The same, where port 0 takes a free one.
    DatagramReceiver openReceiver(InetSocketAddress group, Optional<InetAddress> source,
            NetworkInterface networkInterface, Loop loop, DatagramHandler handler) {
        Interfaces.requireFamily(networkInterface, group.getAddress());
        try {
            InterfaceState state = InterfaceState.of(networkInterface.getName());
            DatagramReceiver.Gate gate = new DatagramReceiver.Gate();
            DatagramReceiver receiver = receiver(joined(group, source, networkInterface, loop, handler, gate), gate,
                    loop);
            if (watch != null && group.getPort() != 0) {
                receiver.follow(watch, new InterfaceSocket(group.getAddress(), state,
                        InterfaceSocket::isSameForReceiver,
                        ConnectionMessage.NOTHING_RECEIVED
                                .with(new HostPort(group.getAddress().getHostAddress(), group.getPort())),
                        now -> receiver.remake(() -> joined(group, source, now, loop, handler, gate))));
            }
            return receiver;
        } catch (IOException fault) {
            String name = networkInterface.getName();
            String address = group.getAddress().getHostAddress();
            throw new OperatorException(Sockets.isInUse(fault, group)
                    ? OpeningMessage.GROUP_PORT_HELD.with(address, name, String.valueOf(group.getPort()))
                    : OpeningMessage.GROUP_UNRECEIVABLE.with(address, name, Sockets.reason(fault),
                            Interfaces.insteadOf(name)),
                    fault);
        }
    }

    /// Opens a sender of plain UDP. Nobody needs to listen there. If the host is a multicast group, datagrams make one
    /// hop.
    ///
    /// @throws OperatorException if the host is unknown or the socket cannot be opened
    public DatagramSender openUdpSender(UdpAddress to, Loop loop) {
        InetSocketAddress address = to.resolve();
        if (address.getAddress().isMulticastAddress()) {
            MulticastGroup group = new MulticastGroup(address.getAddress(), address.getPort());
            return openSender(group, to.networkInterface(), Interfaces.literal(to.through()), TTL_OF_PLAIN_UDP,
                    Dscp.DEFAULT, loop);
        }
        try {
            DatagramChannel channel = sockets.sender(address.getAddress(), loop);
            return new DatagramSender(channel, loop, address, io.sendBufferSize(channel), 0);
        } catch (IOException fault) {
            throw new OperatorException(OpeningMessage.ADDRESS_UNSENDABLE.with(to, Sockets.reason(fault)), fault);
        }
    }

    /// Listens for plain UDP: at the host's address and port, or in its group if the host is one.
    ///
    /// @throws OperatorException if the host is not of this machine, or the port is in use or forbidden
    public DatagramReceiver openUdpReceiver(UdpAddress at, Loop loop, DatagramHandler handler) {
        InetSocketAddress address = at.resolve();
        if (address.getAddress().isMulticastAddress()) {
            MulticastGroup group = new MulticastGroup(address.getAddress(), address.getPort());
            return openReceiver(group, at.source(), at.networkInterface(), loop, handler);
        }
        try {
            DatagramReceiver.Gate gate = new DatagramReceiver.Gate();
            DatagramChannel channel = sockets.receiver(address, loop,
                    new DatagramReceiver.Delivery(handler, io.receiveRoom(), gate));
            io.enlargeReceiveBuffer(channel, Sockets.RECEIVE_BUFFER);
            return receiver(channel, gate, loop);
        } catch (IOException fault) {
            throw new OperatorException(Sockets.isInUse(fault, address)
                    ? OpeningMessage.PORT_IN_USE.with(String.valueOf(address.getPort()), at)
                    : OpeningMessage.ADDRESS_UNRECEIVABLE.with(at, Sockets.reason(fault)),
                    fault);
        }
    }

    /// Closes every socket, then ends the threads, within about a second.
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        sockets.close();
        loops.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(2 * CLOSING_SECONDS,
                TimeUnit.SECONDS);
    }

    private int longestSegment(NetworkInterface networkInterface, MulticastGroup group) throws IOException {
        return io == IoBackend.SEGMENTS ? Sockets.longestUnfragmented(networkInterface, group.address()) : 0;
    }

    private DatagramChannel joined(InetSocketAddress group, Optional<InetAddress> source,
            NetworkInterface networkInterface, Loop loop, DatagramHandler handler, DatagramReceiver.Gate gate)
            throws IOException {
        DatagramChannel channel = sockets.multicastReceiver(group, source.orElse(null), networkInterface, loop,
                new DatagramReceiver.Delivery(handler, io.receiveRoom(), gate));
        io.enlargeReceiveBuffer(channel, Sockets.RECEIVE_BUFFER);
        return channel;
    }

    /// Small buffers are worth one line, not one for each receiver.
    private DatagramReceiver receiver(DatagramChannel channel, DatagramReceiver.Gate gate, Loop loop) {
        int granted = io.receiveBufferSize(channel);
        if (granted < DECENT_RECEIVE_BUFFER && !smallBufferTold.getAndSet(true)) {
            LOG.warn("Receive buffers of {} bytes are all that the system grants, so bursts may be lost; raise"
                    + " net.core.rmem_max to {}", granted, Sockets.RECEIVE_BUFFER);
        }
        return new DatagramReceiver(channel, gate, loop, granted);
    }
}
