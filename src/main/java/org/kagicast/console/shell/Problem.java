package org.kagicast.console.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.ClientWhy;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Impostors;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// Something that is wrong, and where.
///
/// @param id what tells it from others, and from itself when it changes
/// @param headline a few words for the status bar
/// @param sentence what is wrong and what to do
/// @param cause what the Live screen shows of it; empty where it shows nothing
/// @param meant whether the lab's scenario is about it
public record Problem(Id id, String headline, String sentence, Optional<Target> cause, boolean meant) {

    /// The same from frame to frame and in every language, as long as the same is wrong with the same part.
    ///
    /// @param text of letters, digits and a few signs, among them no comma
    public record Id(String text) {

        private static final Pattern COUNTS = Pattern.compile("\\d+");

        static Id of(String kind, Object who, Object how) {
            return new Id(kind + ":" + who + ":" + how);
        }

        /// Of what has only a sentence, in which counts may go up.
        static Id ofSentence(String kind, Object who, String sentence) {
            return of(kind, who, Integer.toHexString(COUNTS.matcher(sentence).replaceAll("#").hashCode()));
        }
    }

    /// Every problem of a frame: key servers first, since theirs cause others.
    ///
    /// @param isMeant whether a client is there to be refused
    static List<Problem> of(Frame frame, Predicate<NodeName> isMeant) {
        List<Problem> problems = new ArrayList<>();
        frame.whole().silent().forEach(node -> silent(node, frame).ifPresent(problems::add));
        operator(frame).ifPresent(problems::add);
        frame.whole().nodes().stream().filter(NodeStatus::isHeard)
                .forEach(node -> problems.addAll(ownProblems(node, frame)));
        frame.snapshot().ifPresent(snapshot -> gather(snapshot, frame, isMeant, problems));
        return List.copyOf(problems);
    }

    private static void gather(NodeSnapshot snapshot, Frame frame, Predicate<NodeName> isMeant,
            List<Problem> problems) {
        Texts texts = frame.texts();
        snapshot.keyServers().stream().filter(server -> isHeard(new Target.OfKeyServer(server.name()), frame))
                .forEach(server -> server.problem().ifPresent(sentence -> problems.add(new Problem(
                        Id.ofSentence("key-server", server.name(), sentence.text()),
                        headline(server.name(), texts.of("live.keyServer.trouble"), texts),
                        texts.of(sentence),
                        Optional.of(new Target.OfKeyServer(server.name())), false))));
        problems.addAll(impostors(snapshot, frame));
        Audience.streams(snapshot).stream().filter(stream -> isHeard(new Target.OfStream(stream.name()), frame))
                .forEach(stream -> stream.problem().ifPresent(sentence -> problems.add(new Problem(
                        Id.ofSentence("stream", stream.name(), sentence.text()),
                        headline(stream.name(), texts.of("stream", stream.status()), texts),
                        texts.of(sentence),
                        Optional.of(new Target.OfStream(stream.name())), false))));
        snapshot.clients().stream().filter(Problem::isTrouble)
                .filter(client -> isHeard(new Target.OfClient(client.name()), frame))
                .forEach(client -> problems.add(new Problem(
                        Id.of("client", client.name(), client.status()),
                        headline(client.name(), texts.of("client", client.status()), texts),
                        ClientWhy.sentence(client, frame),
                        Optional.of(new Target.OfClient(client.name())),
                        client.status() == ClientSnapshot.Status.NO_ACCESS && isMeant.test(client.name()))));
    }

    /// Of each stream, or client of several, whose clients are sent packets that somebody else has sealed.
    private static List<Problem> impostors(NodeSnapshot snapshot, Frame frame) {
        List<StreamSnapshot> streams = Audience.streams(snapshot);
        Map<Target, List<ClientSnapshot>> attacked = new LinkedHashMap<>();
        snapshot.clients().stream().filter(client -> frame.seen().impostors().of(client.name()).isPresent())
                .filter(client -> isHeard(new Target.OfClient(client.name()), frame))
                .forEach(client -> {
                    List<StreamName> own = Audience.streamsOf(client, streams);
                    attacked.computeIfAbsent(own.size() == 1
                            ? new Target.OfStream(own.getFirst())
                            : new Target.OfClient(client.name()), absent -> new ArrayList<>()).add(client);
                });
        return attacked.entrySet().stream().map(each -> impostor(each.getKey(), each.getValue(), frame)).toList();
    }

    private static Problem impostor(Target where, List<ClientSnapshot> clients, Frame frame) {
        Texts texts = frame.texts();
        List<Impostors.Attack> attacks = clients.stream()
                .flatMap(client -> frame.seen().impostors().of(client.name()).stream()).toList();
        String who = switch (where) {
            case Target.OfStream stream -> stream.name().value();
            case Target.OfClient client -> client.name().value();
            case Target.OfKeyServer keyServer -> keyServer.name().value();
        };
        String told = texts.of("impostor.told",
                attacks.stream().mapToLong(Impostors.Attack::packets).max().orElse(0),
                attacks.stream().map(Impostors.Attack::since).min(Comparator.naturalOrder()).map(texts::clock)
                        .orElse(""),
                clients.size());
        String cure = clients.stream().flatMap(client -> client.why().stream()).findFirst().map(texts::of)
                .orElseGet(() -> texts.of("impostor.cure"));
        return new Problem(Id.of("impostor", who, ""), headline(who, texts.of("impostor.headline"), texts),
                told + " " + cure, Optional.of(new Target.OfClient(clients.getFirst().name())), false);
    }

    /// What is known of a silent node's parts may be true no more.
    private static boolean isHeard(Target part, Frame frame) {
        return !frame.whole().isSilent(part);
    }

    private static Optional<Problem> silent(NodeStatus node, Frame frame) {
        return frame.silence(node).map(silence -> new Problem(
                Id.of("silent", node.destination().map(to -> to.address().toString()).orElse("lab"), ""),
                headline(node.name(), frame.texts().of("silence.headline"), frame.texts()),
                silence.sentence() + " " + silence.reason(), frame.whole().anyPart(node), false));
    }

    /// Of the operator's own certificate, which is the same for every node; while none is heard it may be why.
    private static Optional<Problem> operator(Frame frame) {
        return frame.whole().nodes().stream().filter(NodeStatus::isHeard)
                .flatMap(node -> node.operator().map(sentence -> new Problem(
                        Id.ofSentence("operator", "", sentence.text()), frame.texts().of("operator.trouble"),
                        frame.texts().of(sentence),
                        frame.whole().anyPart(node), false)).stream())
                .findFirst();
    }

    /// Of a node itself, such as a certificate that is about to end.
    private static List<Problem> ownProblems(NodeStatus node, Frame frame) {
        return node.problems().stream()
                .map(sentence -> new Problem(Id.ofSentence("node", node.ownName(), sentence.text()),
                        headline(node.name(), frame.texts().of("node.trouble"), frame.texts()),
                        frame.texts().of(sentence),
                        frame.whole().anyPart(node), false))
                .toList();
    }

    private static boolean isTrouble(ClientSnapshot client) {
        return switch (client.status()) {
            case NO_ACCESS, NO_KEY_SERVER, FORGED, UNAUTHENTICATED, TOO_OLD, NO_INTERFACE, FAILED -> true;
            case WAITING, DECRYPTING, FETCHING -> false;
        };
    }

    private static String headline(Object who, String what, Texts texts) {
        return texts.of("status.problem", who, what);
    }
}
