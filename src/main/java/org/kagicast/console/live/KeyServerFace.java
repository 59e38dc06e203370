package org.kagicast.console.live;

import java.util.Optional;

import org.kagicast.console.session.Frame;
import org.kagicast.console.text.Texts;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;

/// What the card of a key server shows.
///
/// @param why what is wrong and what to do, when something is
public record KeyServerFace(NodeName name, String detail, String status, Tone tone, Optional<String> why) {

    static KeyServerFace of(KeyServerSnapshot server, Frame frame) {
        Texts texts = frame.texts();
        String requests = texts.rate(frame.seen().requests(server.name()).latest());
        String detail = texts.of("live.keyServer.detail", server.keys().size(), texts.number(server.revision()),
                requests);
        boolean good = server.problem().isEmpty();
        return new KeyServerFace(server.name(), detail,
                texts.of(good ? "live.keyServer.up" : "live.keyServer.trouble"), good ? Tone.GOOD : Tone.BUSY,
                server.problem());
    }
}
