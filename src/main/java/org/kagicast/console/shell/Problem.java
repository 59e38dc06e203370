package org.kagicast.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.ClientWhy;
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
        frame.snapshot().ifPresent(snapshot -> gather(snapshot, frame, problems));
        return List.copyOf(problems);
    }

    private static void gather(NodeSnapshot snapshot, Frame frame, List<Problem> problems) {
        Texts texts = frame.texts();
        frame.whole().silent().forEach(node -> silent(node, frame).ifPresent(problems::add));
        operator(frame).ifPresent(problems::add);
        frame.whole().nodes().stream().filter(NodeStatus::isHeard)
                .forEach(node -> ownProblems(node, frame).forEach(problems::add));
        snapshot.keyServers().stream().filter(server -> isHeard(new Target.OfKeyServer(server.name()), frame))
                .forEach(server -> server.problem().ifPresent(sentence -> problems.add(new Problem(
                        headline(server.name(), texts.of("live.keyServer.trouble"), texts), texts.of(sentence),
                        new Target.OfKeyServer(server.name())))));
        Audience.streams(snapshot).stream().filter(stream -> isHeard(new Target.OfStream(stream.name()), frame))
                .forEach(stream -> stream.problem().ifPresent(sentence -> problems.add(new Problem(
                        headline(stream.name(), texts.of("stream", stream.status()), texts), texts.of(sentence),
                        new Target.OfStream(stream.name())))));
        snapshot.clients().stream().filter(Problem::isTrouble)
                .filter(client -> isHeard(new Target.OfClient(client.name()), frame))
                .forEach(client -> problems.add(new Problem(
                        headline(client.name(), texts.of("client", client.status()), texts),
                        ClientWhy.sentence(client, frame),
                        new Target.OfClient(client.name()))));
    }

    /// What is known of a silent node's parts may be true no more.
    private static boolean isHeard(Target part, Frame frame) {
        return !frame.whole().isSilent(part);
    }

    private static Optional<Problem> silent(NodeStatus node, Frame frame) {
        return frame.whole().anyPart(node).flatMap(target -> frame.silence(node).map(silence -> new Problem(
                headline(node.name(), frame.texts().of("silence.headline"), frame.texts()),
                silence.sentence() + " " + silence.reason(), target)));
    }

    /// Of the operator's own certificate, which is the same for every node; while none is heard it may be why.
    private static Optional<Problem> operator(Frame frame) {
        return frame.whole().nodes().stream().filter(NodeStatus::isHeard)
                .flatMap(node -> node.operator().flatMap(sentence -> frame.whole().anyPart(node)
                        .map(target -> new Problem(frame.texts().of("operator.trouble"), frame.texts().of(sentence),
                                target)))
                        .stream())
                .findFirst();
    }

    /// Of a node itself, such as a certificate that is about to end.
    private static List<Problem> ownProblems(NodeStatus node, Frame frame) {
        return frame.whole().anyPart(node).map(target -> node.problems().stream()
                .map(sentence -> new Problem(
                        headline(node.ownName(), frame.texts().of("node.trouble"), frame.texts()),
                        frame.texts().of(sentence), target))
                .toList()).orElse(List.of());
    }

    private static boolean isTrouble(ClientSnapshot client) {
        return switch (client.status()) {
            case NO_ACCESS, NO_KEY_SERVER, FORGED, TOO_OLD, NO_INTERFACE, FAILED -> true;
            case WAITING, DECRYPTING, FETCHING -> false;
        };
    }

    private static String headline(Object who, String what, Texts texts) {
        return texts.of("status.problem", who, what);
    }
}
