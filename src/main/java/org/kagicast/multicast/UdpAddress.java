package org.kagicast.multicast;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Optional;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// Where plain UDP comes from or goes to: `udp://[INTERFACE@]HOST:PORT`, as other programs for media streams write it.
/// As a source it names where to listen, `udp://@:7000` being port 7000 of every address.
///
/// @param through name or address of the interface that carries a multicast HOST; empty for the one that the
///        system's routes choose
/// @param source who alone is heard in a multicast HOST; empty for everybody
public record UdpAddress(String through, HostPort target, Optional<InetAddress> source) {

    private static final String SCHEME = "udp://";

    /// Reads the text, with or without `udp://`. No name is looked up yet.
    ///
    /// @throws OperatorException if the text does not read so, or the port is 0
    public static UdpAddress parse(String text) {
        String rest = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        int at = rest.indexOf('@');
        String target = rest.substring(at + 1);
        HostPort hostPort = HostPort.parse(ConfigurationMessage.UDP_ADDRESS,
                target.startsWith(":") ? "0.0.0.0" + target : target);
        if (hostPort.port() == 0) {
            throw new OperatorException(ConfigurationMessage.PORT_ZERO.with(text));
        }
        return new UdpAddress(at < 0 ? "" : rest.substring(0, at), hostPort, Optional.empty());
    }

    /// The same, where a multicast group is heard from that source alone (RFC 4607).
    public UdpAddress heardFrom(Optional<InetAddress> only) {
        return new UdpAddress(through, target, only);
    }

    /// Looks the host up, so it may block.
    ///
    /// @throws OperatorException if the host is unknown, or an interface or a source is named without a multicast group
    InetSocketAddress resolve() {
        InetAddress address;
        try {
            address = InetAddress.getByName(target.host());
        } catch (UnknownHostException unknown) {
            throw new OperatorException(ConfigurationMessage.HOST_UNKNOWN.with(target.host(), this), unknown);
        }
        if (!through.isEmpty() && !address.isMulticastAddress()) {
            throw new OperatorException(
                    ConfigurationMessage.INTERFACE_WITHOUT_GROUP.with(through, this, SCHEME + target));
        }
        if (source.isPresent() && !address.isMulticastAddress()) {
            throw new OperatorException(ConfigurationMessage.SOURCE_WITHOUT_GROUP.with(target.host()));
        }
        return new InetSocketAddress(address, target.port());
    }

    /// The interface for a host that is a multicast group.
    NetworkInterface networkInterface() {
        return through.isEmpty() ? Interfaces.towards(resolve().getAddress()) : Interfaces.find(through);
    }

    @Override
    public String toString() {
        return SCHEME + (through.isEmpty() ? "" : through + "@") + target;
    }
}
