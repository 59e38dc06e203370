package org.kagicast.multicast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An interface at one moment, as far as sockets depend on it. An interface that is deleted and made again has another
/// index, and sockets that joined a group on the former one hear nothing more.
///
/// @param present the interface, null if there is none of that name
/// @param index by which the system knows it, 0 if there is none
/// @param up whether it is up and has a link
/// @param addresses in no order
record InterfaceState(String name, @Nullable NetworkInterface present, int index, boolean up,
        List<InetAddress> addresses) {

    InterfaceState {
        addresses = List.copyOf(addresses);
    }

    static InterfaceState gone(String name) {
        return new InterfaceState(name, null, 0, false, List.of());
    }

    /// Asks the system.
    static InterfaceState of(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null ? gone(name) : of(found);
        } catch (SocketException goneMeanwhile) {
            return gone(name);
        }
    }

    private static InterfaceState of(NetworkInterface found) throws SocketException {
        return new InterfaceState(found.getName(), found, found.getIndex(), found.isUp(),
                found.inetAddresses().toList());
    }

    /// What keeps sockets of the group's family from working on it: "is gone or has no address", "is down or has
    /// no link" or "has no IPv4 address". (Java does not see interfaces without any address.).
    Optional<String> lack(InetAddress group) {
        if (present == null) {
            return Optional.of("is gone or has no address");
        }
        if (!up) {
            return Optional.of("is down or has no link");
        }
        if (addressesLike(group).isEmpty()) {
            return Optional.of("has no " + (group instanceof Inet6Address ? "IPv6" : "IPv4") + " address");
        }
        return Optional.empty();
    }

    /// The addresses of the same family as the group.
    List<InetAddress> addressesLike(InetAddress group) {
        return addresses.stream().filter(each -> each instanceof Inet6Address == group instanceof Inet6Address)
                .toList();
    }
}
