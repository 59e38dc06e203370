package org.kagicast.multicast;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Printable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.OpeningMessage;

/// Which network interface multicast goes through. It is always named and never left to the system's guess.
///
/// On Linux, `lo` lacks the multicast flag, yet carries multicast when it is named; so loopback is always allowed.
public final class Interfaces {

    private static final int ANY_PORT = 9;
    private static final Path KNOWN_TO_LINUX = Path.of("/sys/class/net");
    private static final Pattern LINUX_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.@-]{0,14}");

    private Interfaces() {
    }

    /// The interface of that name, such as `lo` or `eth0`, or with that address, such as `192.0.2.2`.
    ///
    /// @throws OperatorException if there is none, if it is down, or if it has no multicast
    public static NetworkInterface find(String nameOrAddress) {
        try {
            NetworkInterface found = byNameOrAddress(nameOrAddress);
            if (found == null) {
                throw missing(nameOrAddress, KNOWN_TO_LINUX);
            }
            State.of(found).check();
            return found;
        } catch (SocketException fault) {
            throw new OperatorException(OpeningMessage.INTERFACE_STATELESS.with(nameOrAddress,
                    String.valueOf(fault.getMessage()), insteadOf(nameOrAddress)), fault);
        }
    }

    /// Java does not see interfaces without any address, of which those that are down often are.
    ///
    /// @param known has an entry for each interface that the system has
    static OperatorException missing(String nameOrAddress, Path known) {
        String shown = Printable.cited(nameOrAddress);
        return isName(nameOrAddress) && Files.exists(known.resolve(nameOrAddress))
                ? new OperatorException(OpeningMessage.INTERFACE_ADDRESSLESS.with(shown, insteadOf(nameOrAddress)))
                : new OperatorException(OpeningMessage.NO_INTERFACE.with(shown, insteadOf(nameOrAddress)));
    }

    private static boolean isName(String text) {
        return LINUX_NAME.matcher(text).matches();
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
    /// @throws OperatorException if no route leads there, or the interface cannot be used
    static NetworkInterface towards(InetAddress destination) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(destination, ANY_PORT));
            return find(((InetSocketAddress) channel.getLocalAddress()).getAddress().getHostAddress());
        } catch (IOException noRoute) {
            String address = destination.getHostAddress();
            throw new OperatorException(OpeningMessage.NO_ROUTE.with(address), noRoute);
        }
    }

    /// @throws OperatorException if the interface has no address of the group's family, without which the system would
    ///         choose an interface itself
    static void requireFamily(NetworkInterface networkInterface, InetAddress group) {
        boolean ipv6 = group instanceof Inet6Address;
        if (networkInterface.inetAddresses().noneMatch(address -> address instanceof Inet6Address == ipv6)) {
            String family = ipv6 ? "IPv6" : "IPv4";
            throw new OperatorException(OpeningMessage.FAMILY_LACKING.with(networkInterface.getName(), family,
                    group.getHostAddress()));
        }
    }

    static boolean isLoopback(NetworkInterface networkInterface) {
        return networkInterface.inetAddresses().anyMatch(InetAddress::isLoopbackAddress);
    }

    /// What to do about an interface that cannot be used, such as "take lo, eth1 instead".
    static CodedMessage insteadOf(String name) {
        String others = usable().stream().map(NetworkInterface::getName).filter(other -> !other.equals(name))
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? OpeningMessage.BRING_UP_ANOTHER.with()
                : OpeningMessage.TAKE_INSTEAD.with(others);
    }

    private static @Nullable NetworkInterface byNameOrAddress(String text) throws SocketException {
        NetworkInterface named = NetworkInterface.getByName(text);
        if (named != null) {
            return named;
        }
        Optional<InetAddress> address = literal(text);
        return address.isPresent() ? NetworkInterface.getByInetAddress(address.get()) : null;
    }

    /// The address by which an interface was named; empty if it was by its name.
    public static Optional<InetAddress> literal(String nameOrAddress) {
        try {
            return Optional.of(InetAddress.ofLiteral(nameOrAddress));
        } catch (IllegalArgumentException isName) {
            return Optional.empty();
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
                throw new OperatorException(OpeningMessage.INTERFACE_DOWN.with(name, insteadOf(name)));
            }
            if (!multicast) {
                throw new OperatorException(OpeningMessage.INTERFACE_WITHOUT_MULTICAST.with(name, insteadOf(name)));
            }
        }
    }
}
