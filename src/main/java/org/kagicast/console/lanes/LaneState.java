package org.kagicast.console.lanes;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kagicast.console.keycommands.ComingKey;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What the head of a stream's lane shows.
///
/// @param server the content server that sends it
/// @param detail its group and source
/// @param isSigned whether its content server signs what it sends
/// @param why what is wrong and what to do, when something is
/// @param keys the keys of each label, or the one line of a stream that has one key at a time
/// @param rates packets a second over the last minute
/// @param rate payload bits a second
/// @param flow packets and bits a second
/// @param io the way in which packets go out, in words
/// @param crew its clients
public record LaneState(StreamName name, NodeName server, String detail, boolean isSigned, String status,
        Tone tone,
        Optional<String> why, List<KeysState> keys, List<Double> rates, String rate, String flow, String io,
        CrewState crew) {

    public LaneState {
        keys = List.copyOf(keys);
        rates = List.copyOf(rates);
    }

    /// @param clients those of the stream
    /// @param isMeant whether a client is there to be refused
    static LaneState of(ContentServerSnapshot server, StreamSnapshot stream, List<ClientSnapshot> clients,
            Predicate<NodeName> isMeant, Frame frame) {
        Texts texts = frame.texts();
        return new LaneState(stream.name(), server.name(),
                stream.group() + " · " + source(stream.source(), texts), isSigned(server, stream),
                texts.of("stream", stream.status()),
                tone(stream.status()), stream.problem().map(texts::of),
                stream.lines().stream().map(keys -> KeysState.of(stream, keys, clients, frame)).toList(),
                frame.seen().packets(stream.name()).values(),
                texts.bitRate(frame.seen().bytes(stream.name()).latest() * 8), flow(stream, frame),
                server.io().isEmpty() ? "" : texts.of("live.stream.io", server.io()),
                CrewState.of(clients, stream, isMeant, texts));
    }

    /// Whether a key in use signs.
    private static boolean isSigned(ContentServerSnapshot server, StreamSnapshot stream) {
        return stream.lines().stream().flatMap(line -> line.inUse().stream())
                .anyMatch(key -> server.suite(key.keyId()).filter(CipherSuite::signs).isPresent());
    }

    /// Whether its keys have labels, each with a row of its own.
    boolean hasLabels() {
        return !keys.getFirst().line().label().isNone();
    }

    /// What commands about its announced changes are bound to.
    List<ComingKey> coming() {
        return keys.stream().flatMap(line -> line.coming().stream()).toList();
    }

    private static Tone tone(StreamSnapshot.Status status) {
        return switch (status) {
            case STARTING -> Tone.BUSY;
            case SENDING -> Tone.GOOD;
            case ENDED -> Tone.IDLE;
            case FAILED -> Tone.BAD;
        };
    }

    private static String source(String source, Texts texts) {
        return source.equals("test-card") ? texts.of("live.source.testCard") : source;
    }

    private static String flow(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        long packets = Math.round(frame.seen().packets(stream.name()).latest());
        return texts.of("live.stream.rate", texts.number(packets),
                texts.bitRate(frame.seen().bytes(stream.name()).latest() * 8));
    }
}
