package org.kagicast.console.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.LeadTime;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What the key buttons show.
///
/// @param stream the selected one; empty while there is none
/// @param pending whether a change is announced, so that it can be brought forward or cancelled
/// @param isHeld whether the announced change is put off already
/// @param main text of the first button: announce, or switch now
/// @param hold text of the button between them, which is there while a change is pending
/// @param other text of the last button: change now, or cancel
/// @param leadTime the stream's own
/// @param streams all of them, for the commands to all
record RekeyButtonState(Optional<StreamName> stream, boolean pending, boolean isHeld, String main, String hold,
        String other,
        Duration leadTime, List<StreamName> streams) {

    private static final Duration USUAL_LEAD_TIME = Duration.ofSeconds(5);

    RekeyButtonState {
        streams = List.copyOf(streams);
    }

    /// The stream's lead time as whole seconds, of which there is at least one.
    int leadSeconds() {
        return (int) Math.clamp(leadTime.toSeconds(), 1, LeadTime.LONGEST.toSeconds());
    }

    static RekeyButtonState of(Optional<StreamName> selected, Frame frame) {
        List<StreamSnapshot> streams = frame.snapshot().map(Audience::streams).orElse(List.of());
        List<StreamName> names = streams.stream().map(StreamSnapshot::name).toList();
        Texts texts = frame.texts();
        return streams.stream().filter(stream -> selected.equals(Optional.of(stream.name()))).findFirst()
                .map(stream -> stream.pending().map(change -> pending(stream, change, names, frame))
                        .orElseGet(() -> atRest(Optional.of(stream.name()), texts.of("rekey.announce", stream.name()),
                                stream.leadTime(), names, texts)))
                .orElseGet(
                        () -> atRest(Optional.empty(), texts.of("rekey.announceNone"), USUAL_LEAD_TIME, names, texts));
    }

    private static RekeyButtonState atRest(Optional<StreamName> stream, String announce, Duration leadTime,
            List<StreamName> names, Texts texts) {
        return new RekeyButtonState(stream, false, false, announce, texts.of("rekey.hold"), texts.of("rekey.now"),
                leadTime,
                names);
    }

    private static RekeyButtonState pending(StreamSnapshot stream, StreamSnapshot.PendingChange change,
            List<StreamName> names, Frame frame) {
        Texts texts = frame.texts();
        boolean isHeld = change.hold().isPresent();
        return new RekeyButtonState(Optional.of(stream.name()), true, isHeld, texts.of("rekey.switchNow"),
                texts.of(isHeld ? "rekey.held" : "rekey.hold"),
                texts.of("rekey.cancel", frame.seen().numbers().number(change.keyId())), stream.leadTime(), names);
    }
}
