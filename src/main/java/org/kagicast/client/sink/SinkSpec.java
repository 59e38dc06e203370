package org.kagicast.client.sink;

import java.nio.file.Path;

import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.multicast.UdpAddress;

/// A sink as the option writes it.
public sealed interface SinkSpec {

    /// Datagrams to a host, as they were before they were sealed.
    record Udp(UdpAddress to) implements SinkSpec {

        @Override
        public String toString() {
            return to.toString();
        }
    }

    /// All payloads, one after the other.
    record File(Path path) implements SinkSpec {

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /// All payloads, one after the other, to standard output.
    record StandardOutput() implements SinkSpec {

        @Override
        public String toString() {
            return "-";
        }
    }

    /// The client's counters are all that is wanted.
    record Count() implements SinkSpec {

        @Override
        public String toString() {
            return "count";
        }
    }

    /// A picture for the console of the same process.
    record Screen() implements SinkSpec {

        @Override
        public String toString() {
            return "picture";
        }
    }

    /// Reads `udp://HOST:PORT`, `file:PATH`, `-`, `count` or `picture`; `%n` becomes the client's name.
    ///
    /// @throws OperatorException if the text does not read so
    static SinkSpec parse(String text, NodeName client) {
        String named = text.replace("%n", client.value());
        if (named.startsWith("udp://")) {
            return new Udp(UdpAddress.parse(named));
        }
        if (named.startsWith("file:") && named.length() > "file:".length()) {
            return new File(Path.of(named.substring("file:".length())));
        }
        return switch (named) {
            case "-" -> new StandardOutput();
            case "count" -> new Count();
            case "picture" -> new Screen();
            default -> throw new OperatorException("The sink \"" + text
                    + "\" cannot be read: take udp://HOST:PORT, file:PATH, -, count or picture.");
        };
    }
}
