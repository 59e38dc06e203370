package org.kagicast.client.sink;

import java.nio.file.Path;

import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;
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
    ///
    /// @param isAppended whether what the file holds already is kept, and the payloads follow it
    record File(Path path, boolean isAppended) implements SinkSpec {

        private static final String APPEND = "?append";

        private static File parse(String text) {
            return text.endsWith(APPEND)
                    ? new File(Path.of(text.substring(0, text.length() - APPEND.length())), true)
                    : new File(Path.of(text), false);
        }

        @Override
        public String toString() {
            return "file:" + path + (isAppended ? APPEND : "");
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

    /// Reads `udp://HOST:PORT`, `file:PATH[?append]`, `-`, `count` or `picture`; `%n` becomes the client's name.
    ///
    /// @throws OperatorException if the text does not read so
    static SinkSpec parse(String text, NodeName client) {
        String named = text.replace("%n", client.value());
        if (named.startsWith("udp://")) {
            return new Udp(UdpAddress.parse(named));
        }
        if (named.startsWith("file:") && named.length() > "file:".length()) {
            return File.parse(named.substring("file:".length()));
        }
        return switch (named) {
            case "-" -> new StandardOutput();
            case "count" -> new Count();
            case "picture" -> new Screen();
            default -> throw new OperatorException(ConfigurationMessage.SINK_UNREADABLE.with(text));
        };
    }
}
