package org.kagicast.multicast;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;

/// Which network interface multicast goes through. It is always named and never left to the system's guess.
///
/// On Linux, `lo` lacks the multicast flag, yet carries multicast when it is named; so loopback is always allowed.
public final class Interfaces {

    private Interfaces() {
    }

    /// The interface of that name, such as `lo` or `eth0`, or with that address, such as `192.0.2.2`.
    ///
    /// @throws OperatorException if there is none, if it is down, or if it has no multicast
    public static NetworkInterface find(String nameOrAddress) {
        try {
            NetworkInterface found = NetworkInterface.getByName(nameOrAddress);
            if (found == null) {
                found = byAddress(nameOrAddress);
            }
            if (found == null) {
                throw new OperatorException("Interface \"" + nameOrAddress
                        + "\" does not exist here or has no address: take one of " + usableNames() + ".");
            }
            State.of(found).check();
            return found;
        } catch (SocketException fault) {
            throw new OperatorException("Interface \"" + nameOrAddress + "\" cannot be asked for its state ("
                    + fault.getMessage() + "): take another of " + usableNames() + ".", fault);
        }
    }

    /// The interfaces that multicast can go through now.
    public static List<NetworkInterface> usable() {
        try {
            return NetworkInterface.networkInterfaces().filter(Interfaces::isUsable).toList();
        } catch (SocketException none) {
            return List.of();
        }
    }

    /// The interface that the system's routes choose for `destination`. Nothing is sent.
    ///
    /// @throws OperatorException if no route leads there
    static NetworkInterface towards(InetAddress destination) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(destination, 9));
            InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            NetworkInterface found = NetworkInterface.getByInetAddress(local);
            if (found != null) {
                return found;
            }
        } catch (IOException noRoute) {
            // Told below, together with the cure.
        }
        String address = destination.getHostAddress();
        throw new OperatorException(
                "No route leads to " + address + ": name the interface before it, for example udp://lo@"
                        + address + ":7000, taking one of " + usableNames() + ".");
    }

    /// @throws OperatorException if the interface has no address of the group's family, without which the system would
    ///         choose an interface itself
    static void requireFamily(NetworkInterface networkInterface, InetAddress group) {
        boolean ipv6 = group instanceof Inet6Address;
        if (networkInterface.inetAddresses().noneMatch(address -> address instanceof Inet6Address == ipv6)) {
            String family = ipv6 ? "IPv6" : "IPv4";
            throw new OperatorException("Interface " + networkInterface.getName() + " has no " + family
                    + " address, which group " + group.getHostAddress()
                    + " needs: give it one, or take a group of the other family.");
        }
    }

    /// @throws OperatorException if nothing can arrive at that address, because it is another machine's
    static void requireLocal(InetAddress address, UdpAddress at) {
        try {
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null
                    || address.isLoopbackAddress()) {
                return;
            }
        } catch (SocketException fault) {
            // The same as not being found.
        }
        throw new OperatorException("Nothing can be received at " + at + " because " + address.getHostAddress()
                + " is no address of this machine: take one that is, or 0.0.0.0 for all of them.");
    }

    static String usableNames() {
        List<NetworkInterface> usable = usable();
        return usable.isEmpty()
                ? "none, since none here is up with multicast"
                : usable.stream().map(NetworkInterface::getName).collect(Collectors.joining(", "));
    }

    private static @Nullable NetworkInterface byAddress(String text) throws SocketException {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notLiteral) {
            return null;
        }
    }

    private static boolean isUsable(NetworkInterface candidate) {
        try {
            return State.of(candidate).isUsable();
        } catch (SocketException vanished) {
            return false;
        }
    }

    /// What decides whether an interface can be used.
    record State(String name, boolean up, boolean multicast) {

        static State of(NetworkInterface candidate) throws SocketException {
            return new State(candidate.getName(), candidate.isUp(),
                    candidate.supportsMulticast() || candidate.isLoopback());
        }

        boolean isUsable() {
            return up && multicast;
        }

        void check() {
            if (!up) {
                throw new OperatorException("Interface " + name + " is down: bring it up (ip link set " + name
                        + " up), or take one of " + usableNames() + ".");
            }
            if (!multicast) {
                throw new OperatorException("Interface " + name + " has no multicast: switch it on (ip link set " + name
                        + " multicast on), or take one of " + usableNames() + ".");
            }
        }
    }
}
