package org.kagicast.model;

import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.model.message.NodeMessage;

/// A host, by name or number, and a port.
///
/// @param port 0 to 65535; 0 lets the system choose, where that makes sense
public record HostPort(String host, int port) {

    /// Reads `HOST:PORT`, IPv6 in brackets.
    ///
    /// @param what names the thing in the message, such as [ConfigurationMessage#GROUP]
    /// @throws OperatorException if the text does not read so
    public static HostPort parse(ConfigurationMessage what, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            host = "";
        }
        if (host.isEmpty()) {
            throw new OperatorException(NodeMessage.ADDRESS_UNREADABLE.with(what.with(), text));
        }
        return new HostPort(host, port(what, text, text.substring(colon + 1)));
    }

    private static int port(ConfigurationMessage what, String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notDigits) {
            // Told below, in the same words as a number out of range.
        }
        throw new OperatorException(NodeMessage.NO_SUCH_PORT.with(digits, what.with(), text));
    }

    static String format(String host, int port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }

    @Override
    public String toString() {
        return format(host, port);
    }
}
