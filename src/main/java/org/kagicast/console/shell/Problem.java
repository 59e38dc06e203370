package org.kagicast.console.shell;

import java.util.ArrayList;
import java.util.List;

import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeSnapshot;

/// Something that is wrong, and where.
///
/// @param headline a few words for the status bar
/// @param sentence what is wrong and what to do
public record Problem(String headline, String sentence, Target cause) {

    /// Every problem of a frame: key servers first, since theirs cause others.
    static List<Problem> of(Frame frame) {
        List<Problem> problems = new ArrayList<>();
        frame.snapshot().ifPresent(snapshot -> gather(snapshot, frame.texts(), problems));
        return List.copyOf(problems);
    }

    private static void gather(NodeSnapshot snapshot, Texts texts, List<Problem> problems) {
        snapshot.keyServers().forEach(server -> server.problem().ifPresent(sentence -> problems.add(new Problem(
                headline(server.name(), texts.of("live.keyServer.trouble"), texts), sentence,
                new Target.OfKeyServer(server.name())))));
        Audience.streams(snapshot).forEach(stream -> stream.problem().ifPresent(sentence -> problems.add(new Problem(
                headline(stream.name(), texts.of("stream", stream.status()), texts), sentence,
                new Target.OfStream(stream.name())))));
        snapshot.clients().stream().filter(Problem::isTrouble).forEach(client -> problems.add(new Problem(
                headline(client.name(), texts.of("client", client.status()), texts),
                client.why().orElseGet(() -> texts.of("client.why", client.status())),
                new Target.OfClient(client.name()))));
    }

    private static boolean isTrouble(ClientSnapshot client) {
        return switch (client.status()) {
            case NO_ACCESS, NO_KEY_SERVER, FORGED, FAILED -> true;
            case WAITING, DECRYPTING, FETCHING -> false;
        };
    }

    private static String headline(Object who, String what, Texts texts) {
        return texts.of("status.problem", who, what);
    }
}
