package org.kagicast.console.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What the key buttons show.
///
/// @param stream the selected one; empty while there is none
/// @param pending whether a change is announced, so that it can be brought forward or cancelled
/// @param main text of the first button: announce, or switch now
/// @param other text of the second button: change now, or cancel
/// @param leadTime the stream's own
/// @param streams all of them, for the commands to all
record RekeyFace(Optional<StreamName> stream, boolean pending, String main, String other, Duration leadTime,
        List<StreamName> streams) {

    private static final Duration USUAL_LEAD_TIME = Duration.ofSeconds(5);

    RekeyFace {
        streams = List.copyOf(streams);
    }

    static RekeyFace of(Optional<StreamName> selected, Frame frame) {
        List<StreamSnapshot> streams = frame.snapshot().map(Audience::streams).orElse(List.of());
        List<StreamName> names = streams.stream().map(StreamSnapshot::name).toList();
        return streams.stream().filter(stream -> selected.equals(Optional.of(stream.name()))).findFirst()
                .map(stream -> of(stream, names, frame))
                .orElseGet(() -> new RekeyFace(Optional.empty(), false, frame.texts().of("rekey.announceNone"),
                        frame.texts().of("rekey.now"), USUAL_LEAD_TIME, names));
    }

    private static RekeyFace of(StreamSnapshot stream, List<StreamName> names, Frame frame) {
        Texts texts = frame.texts();
        return stream.pending()
                .map(pending -> new RekeyFace(Optional.of(stream.name()), true, texts.of("rekey.switchNow"),
                        texts.of("rekey.cancel", frame.seen().numbers().number(pending.keyId())), stream.leadTime(),
                        names))
                .orElseGet(() -> new RekeyFace(Optional.of(stream.name()), false,
                        texts.of("rekey.announce", stream.name()), texts.of("rekey.now"), stream.leadTime(), names));
    }
}
