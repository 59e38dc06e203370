package org.kagicast.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.kagicast.model.message.ConfigurationMessage;

/// A multicast group and port, such as `239.1.1.1:5004` or `[ff15::1]:5004`.
public record MulticastGroup(InetAddress address, int port) {

    /// @throws OperatorException if the address is not multicast or the port is not between 1 and 65535
    public MulticastGroup {
        address = withoutZone(address);
        if (!address.isMulticastAddress()) {
            throw new OperatorException(ConfigurationMessage.NOT_MULTICAST.with(address.getHostAddress()));
        }
        if (port < 1 || port > 65535) {
            throw new OperatorException(
                    ConfigurationMessage.NO_SUCH_GROUP_PORT.with(String.valueOf(port), address.getHostAddress()));
        }
    }

    /// Reads `ADDRESS:PORT`, IPv6 in brackets. Names are not looked up.
    ///
    /// @throws OperatorException if the text does not read so, or an interface is in it
    public static MulticastGroup parse(String text) {
        HostPort parts = HostPort.parse(ConfigurationMessage.GROUP, text);
        int zone = parts.host().indexOf('%');
        if (zone >= 0) {
            throw new OperatorException(ConfigurationMessage.INTERFACE_IN_GROUP.with(text,
                    HostPort.format(parts.host().substring(0, zone), parts.port()), parts.host().substring(zone + 1)));
        }
        try {
            return new MulticastGroup(InetAddress.ofLiteral(parts.host()), parts.port());
        } catch (IllegalArgumentException notLiteral) {
            throw new OperatorException(ConfigurationMessage.GROUP_NOT_ADDRESS.with(text),
                    notLiteral);
        }
    }

    /// Whether it is one of those that are joined together with who sends to them (RFC 4607): in 232.0.0.0/8 or ff3x::/32.
    public boolean isSourceSpecific() {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? (bytes[1] & 0xf0) == 0x30 && bytes[2] == 0 && bytes[3] == 0
                : (bytes[0] & 0xff) == 232;
    }

    /// @param source who alone is to be heard
    /// @throws OperatorException if it cannot be a source of this group, or is missing where one is needed
    public void checkSource(Optional<InetAddress> source) {
        boolean ipv6 = address instanceof Inet6Address;
        String example = ipv6 ? "2001:db8::20" : "192.0.2.20";
        if (source.isEmpty()) {
            if (isSourceSpecific()) {
                throw new OperatorException(ConfigurationMessage.SOURCE_LACKING.with(address.getHostAddress(),
                        ipv6 ? "ff3x::/32" : "232.0.0.0/8", example));
            }
            return;
        }
        InetAddress sender = source.get();
        if (sender instanceof Inet6Address != ipv6 || sender.isMulticastAddress() || sender.isAnyLocalAddress()) {
            throw new OperatorException(ConfigurationMessage.SOURCE_NOT_POSSIBLE.with(sender.getHostAddress(),
                    address.getHostAddress(), example));
        }
    }

    /// A group is the same on every machine, and each has interfaces of its own.
    private static InetAddress withoutZone(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return HostPort.format(address.getHostAddress(), port);
    }
}
