package org.kagicast.console.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What the card of a stream shows.
///
/// @param server the content server that sends it
/// @param why what is wrong and what to do, when something is
/// @param keys the keys of each label, or the one line of a stream that has one key at a time
/// @param rates packets a second over the last minute
/// @param io the way in which packets go out, in words
public record StreamCardState(StreamName name, NodeName server, String detail, String status, Tone tone,
        Optional<String> why, List<KeysCardState> keys, List<Double> rates, String rate, String age, String io) {

    public StreamCardState {
        keys = List.copyOf(keys);
        rates = List.copyOf(rates);
    }

    static StreamCardState of(ContentServerSnapshot server, StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        return new StreamCardState(stream.name(), server.name(),
                stream.group() + " · " + source(stream.source(), texts), texts.of("stream", stream.status()),
                tone(stream.status()), stream.problem().map(texts::of),
                stream.lines().stream().map(keys -> KeysCardState.of(stream.name(), keys, frame)).toList(),
                frame.seen().packets(stream.name()).values(), rate(stream, frame), age(stream, frame),
                server.io().isEmpty() ? "" : texts.of("live.stream.io", server.io()));
    }

    /// Whether a change of any of its keys is announced.
    boolean isChanging() {
        return keys.stream().anyMatch(line -> line.next().isPresent());
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

    private static String rate(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        long packets = Math.round(frame.seen().packets(stream.name()).latest());
        return texts.of("live.stream.rate", texts.number(packets),
                texts.bitRate(frame.seen().bytes(stream.name()).latest() * 8));
    }

    private static String age(StreamSnapshot stream, Frame frame) {
        Texts texts = frame.texts();
        return stream.inUse().map(inUse -> {
            String age = texts.duration(Duration.between(inUse.since(), frame.now()));
            return stream.cryptoPeriod().isPositive()
                    ? texts.of("live.stream.ageOf", age, texts.duration(stream.cryptoPeriod()))
                    : texts.of("live.stream.age", age);
        }).orElse("");
    }
}
