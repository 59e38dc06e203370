package org.kagicast.console.live;

import java.util.Optional;

import org.kagicast.console.parts.Tone;
import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.NodeName;

/// What the card of a key server shows.
///
/// @param tip more of it
/// @param copy how a key slave's table stands to its master's; empty for everyone else
/// @param why what is wrong and what to do, when something is
public record KeyServerCardState(NodeName name, String detail, String tip, String copy, Tone copyTone, String status,
        Tone tone,
        Optional<String> why) {

    static KeyServerCardState of(KeyServerSnapshot server, Frame frame) {
        Texts texts = frame.texts();
        String requests = texts.rate(frame.seen().requests(server.name()).latest());
        String detail = texts.of("live.keyServer.detail", server.keysInAll(), requests);
        String tip = texts.of("live.keyServer.tip", texts.number(server.revision()), texts.number(server.requests()));
        boolean good = server.problem().isEmpty();
        return new KeyServerCardState(server.name(), detail, tip,
                server.copy().map(copy -> copy(copy, texts)).orElse(""),
                server.copy().map(CopyState::isInStep).orElse(true) ? Tone.IDLE : Tone.BUSY,
                texts.of(good ? "live.keyServer.up" : "live.keyServer.trouble"), good ? Tone.GOOD : Tone.BUSY,
                server.problem().map(texts::of));
    }

    private static String copy(CopyState copy, Texts texts) {
        return copy.since().map(since -> copy.behind() > 0
                ? texts.of("live.keyServer.behind", copy.behind(), texts.clock(since))
                : texts.of("live.keyServer.unsure", texts.clock(since)))
                .orElseGet(() -> texts.of("live.keyServer.inStep"));
    }
}
