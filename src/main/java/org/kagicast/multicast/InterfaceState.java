package org.kagicast.multicast;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;

/// An interface at one moment, as far as sockets depend on it. An interface that is deleted and made again has another
/// index, and sockets that joined a group on the former one hear nothing more.
///
/// @param present the interface, null if there is none of that name
/// @param index by which the system knows it, 0 if there is none
/// @param up whether it is up and has a link
/// @param addresses as Java lists them, which is with the system's first one last
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

    static InterfaceState of(NetworkInterface found) throws SocketException {
        return new InterfaceState(found.getName(), found, found.getIndex(), found.isUp(),
                found.inetAddresses().toList());
    }

    /// What keeps sockets of the group's family from working on it: "is gone or has no address", "is down or has
    /// no link" or "has no IPv4 address". (Java does not see interfaces without any address.).
    Optional<CodedMessage> lack(InetAddress group, CodedMessage consequence) {
        if (present == null) {
            return Optional.of(ConnectionMessage.INTERFACE_GONE.with(name, consequence));
        }
        if (!up) {
            return Optional.of(ConnectionMessage.INTERFACE_DOWN.with(name, consequence));
        }
        if (addressesLike(group).isEmpty()) {
            return Optional.of(ConnectionMessage.INTERFACE_WITHOUT_ADDRESS.with(name,
                    group instanceof Inet6Address ? "IPv6" : "IPv4", consequence));
        }
        return Optional.empty();
    }

    /// Where packets to the group come from, so that receivers which ask for them by that address get them (RFC 4607): from
    /// the address wanted as long as the interface has it; over IPv4 otherwise from its first one, not from one that was
    /// added for something else; over IPv6 from the one that the system chooses (RFC 6724).
    ///
    /// @return null to leave it to the system
    @Nullable
    InetAddress sendsFrom(InetAddress group, Optional<InetAddress> wanted) {
        List<InetAddress> candidates = addressesLike(group);
        return candidates.stream().filter(each -> wanted.filter(each::equals).isPresent()).findFirst()
                .orElse(candidates.isEmpty() || group instanceof Inet6Address ? null : candidates.getLast());
    }

    /// The addresses of the same family as the group.
    List<InetAddress> addressesLike(InetAddress group) {
        return addresses.stream().filter(each -> each instanceof Inet6Address == group instanceof Inet6Address)
                .toList();
    }
}
