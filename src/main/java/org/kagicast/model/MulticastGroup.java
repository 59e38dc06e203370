package org.kagicast.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A multicast group and port, such as `239.1.1.1:5004` or `[ff15::1]:5004`.
public record MulticastGroup(InetAddress address, int port) {

    /// @throws OperatorException if the address is not multicast or the port is not between 1 and 65535
    public MulticastGroup {
        if (!address.isMulticastAddress()) {
            throw new OperatorException("The group " + address.getHostAddress()
                    + " is not multicast: take an address from 224.0.0.0 to 239.255.255.255, for example 239.1.1.1, or one in ff00::/8.");
        }
        if (port < 1 || port > 65535) {
            throw new OperatorException("The port " + port + " of group " + address.getHostAddress()
                    + " does not exist: take one from 1 to 65535.");
        }
    }

    /// Reads `ADDRESS:PORT`, IPv6 in brackets. Names are not looked up.
    ///
    /// @throws OperatorException if the text does not read so
    public static MulticastGroup parse(String text) {
        HostPort parts = HostPort.parse("group", text);
        try {
            return new MulticastGroup(InetAddress.ofLiteral(parts.host()), parts.port());
        } catch (IllegalArgumentException notLiteral) {
            throw new OperatorException(
                    "The group \"" + text + "\" is not an address: write it in numbers, for example 239.1.1.1:5004.",
                    notLiteral);
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
