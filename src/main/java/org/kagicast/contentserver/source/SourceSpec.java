package org.kagicast.contentserver.source;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.kagicast.multicast.UdpAddress;

/// Which source a stream has, as an option wrote it. [Sources#parse] reads it.
public sealed interface SourceSpec {

    /// The source as the option wrote it.
    String text();

    /// What the sources of the stream are called, in order.
    default List<String> names() {
        return List.of("1");
    }

    /// An animated picture with clock and counter, for people to see.
    record TestCard(String text) implements SourceSpec {}

    /// Numbered, timestamped packets, for measuring.
    ///
    /// @param rate packets a second
    /// @param size bytes of a packet's payload, 16 or more
    record Pattern(String text, long rate, int size) implements SourceSpec {}

    /// A file's bytes.
    ///
    /// @param rate bits a second; empty for the file's own clock or, where it has none, the rate of [Sources#DEFAULT_RATE]
    /// @param loop whether it is repeated for ever
    record File(String text, Path path, OptionalLong rate, boolean loop) implements SourceSpec {}

    /// Datagrams as they arrive at a UDP port.
    record Udp(String text, UdpAddress address, Rtp rtp) implements SourceSpec {}

    /// Standard input, which may be live.
    ///
    /// @param rate bits a second; empty for its own clock or, where it has none, the rate of [Sources#DEFAULT_RATE]
    record StandardInput(String text, OptionalLong rate) implements SourceSpec {}

    /// Several sources that feed one stream, at least one.
    record Several(List<NamedSource> parts) implements SourceSpec {

        public Several {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return String.join(" + ", parts.stream().map(part -> part.name() + "=" + part.source().text()).toList());
        }

        @Override
        public List<String> names() {
            return parts.stream().map(NamedSource::name).toList();
        }
    }
}
