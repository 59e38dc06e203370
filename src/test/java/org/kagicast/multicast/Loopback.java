package org.kagicast.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.MulticastGroup;

/// Groups, ports and sending for tests that stay on this machine.
final class Loopback {

    private static final long DEADLINE_SECONDS = 10;

    private Loopback() {
    }

    static NetworkInterface lo() {
        return Interfaces.find("127.0.0.1");
    }

    static boolean hasIpv6() {
        return lo().inetAddresses().anyMatch(Inet6Address.class::isInstance);
    }

    /// Whether somebody has given `lo` a route for IPv6 multicast, which it has not by itself.
    static boolean carriesIpv6Multicast() {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, lo());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
            channel.send(ByteBuffer.allocate(1), new InetSocketAddress(InetAddress.ofLiteral("ff15::1"), port()));
            return true;
        } catch (IOException | UnsupportedOperationException noRoute) {
            return false;
        }
    }

    /// A group of this site, with a port that no test is likely to share.
    static MulticastGroup group() {
        return group(port());
    }

    static MulticastGroup group(int port) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return MulticastGroup.parse("239.255." + random.nextInt(256) + "." + random.nextInt(1, 255) + ":" + port);
    }

    /// Below the ports that the system hands out itself.
    static int port() {
        return ThreadLocalRandom.current().nextInt(20_000, 32_000);
    }

    static int freeUnicastPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    static void send(DatagramSender sender, String... texts) {
        on(sender.loop(), () -> {
            for (String text : texts) {
                sender.send(ByteBuffer.wrap(text.getBytes(UTF_8)));
            }
            sender.flush();
        });
    }

    /// Does it on the loop, and waits until it is done.
    static void on(Loop loop, Runnable work) {
        CompletableFuture.runAsync(work, loop).orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }
}
