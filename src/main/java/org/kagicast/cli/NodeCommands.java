package org.kagicast.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.node.NodeClient;
import org.kagicast.proto.SetGrantResponse;
import org.kagicast.time.SystemTime;
import org.kagicast.time.Time;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands of an operator to a node that runs: `status`, `watch`, `keys`, `rekey`, `grant`, `ungrant`.
final class NodeCommands {

    private NodeCommands() {
    }

    /// `kagicast status`.
    @Command(name = "status", mixinStandardHelpOptions = true, description = "Shows what a node and its roles do now.")
    static final class Status implements Callable<Integer> {

        @Mixin
        private OperatorLink link;

        @Override
        public Integer call() {
            NodeSnapshot snapshot = link.snapshot(link.json() ? NodeClient.Keys.ALL : NodeClient.Keys.COUNTED);
            if (link.json()) {
                link.out().println(Json.write(snapshot));
            } else {
                NodeText.status(snapshot, link.out());
            }
            return 0;
        }
    }

    /// `kagicast keys`.
    @Command(name = "keys", mixinStandardHelpOptions = true, description = "Shows the key tables of a node; never key material.")
    static final class Keys implements Callable<Integer> {

        @Mixin
        private OperatorLink link;

        @Override
        public Integer call() {
            NodeSnapshot snapshot = link.snapshot(NodeClient.Keys.ALL);
            if (link.json()) {
                link.out().println(Json.write(NodeText.tables(snapshot)));
            } else {
                NodeText.keys(snapshot, link.out());
            }
            return 0;
        }
    }

    /// `kagicast watch`.
    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows a node's events as they come, and its status once a second where it has changed, until it is stopped. With --json each snapshot.")
    static final class Watch implements Callable<Integer> {

        private static final long A_SECOND = Duration.ofSeconds(1).toNanos();

        @Mixin
        private OperatorLink link;

        private String shown = "";
        private long shownAt;

        @Override
        public Integer call() {
            try (SystemTime time = new SystemTime();
                    ShutdownSignal stop = new ShutdownSignal();
                    NodeClient node = link.connect(time)) {
                CompletableFuture<Void> end = stop.requested();
                node.watchSnapshots(link.json() ? NodeClient.Keys.ALL : NodeClient.Keys.COUNTED,
                        snapshot -> show(snapshot, time), end::completeExceptionally);
                node.watchEvents(this::show, end::completeExceptionally);
                link.answer(end);
            }
            return 0;
        }

        private synchronized void show(NodeSnapshot snapshot, Time time) {
            if (link.json()) {
                link.out().println(Json.write(Map.of("snapshot", snapshot)));
                return;
            }
            String status = NodeText.status(snapshot);
            if (!status.equals(shown) && (shown.isEmpty() || time.nanos() - shownAt >= A_SECOND)) {
                shown = status;
                shownAt = time.nanos();
                link.out().print("--- " + snapshot.node() + " at " + snapshot.at() + System.lineSeparator() + status);
                link.out().flush();
            }
        }

        private synchronized void show(NodeEvent event) {
            link.print(Map.of("event", event), NodeText.event(event));
        }
    }

    /// `kagicast rekey`.
    @Command(name = "rekey", mixinStandardHelpOptions = true, description = "Changes the key of a stream.")
    static final class Rekey implements Callable<Integer> {

        @Mixin
        private OperatorLink link;

        @Option(names = "--stream", paramLabel = "NAME", description = "The stream, where the node sends several.")
        private Optional<StreamName> stream = Optional.empty();

        @Option(names = "--label", paramLabel = "LABEL", description = "Only the key of this label of the stream; otherwise of every label.")
        private KeyLabel label = KeyLabel.NONE;

        @ArgGroup(multiplicity = "1")
        private RekeyAction action;

        @ArgGroup
        private @Nullable NamedKey key;

        /// The key whose pending change is meant. picocli fills in one of them.
        static final class NamedKey {

            @Option(names = "--key", paramLabel = "NUMBER", description = "With --switch, --hold or --cancel: the key whose change is meant, by its number, such as 5 for the key \"news 5\". Nothing is done if another one is pending by then, or none.")
            private Optional<Long> number = Optional.empty();

            @Option(names = "--key-id", paramLabel = "ID", description = "The same, by the key's ID.")
            private Optional<Long> keyId = Optional.empty();
        }

        @Override
        public Integer call() {
            KeyLine line = new KeyLine(stream.orElseGet(this::onlyStream), label);
            RekeyCommand command = action.command(named(line));
            List<KeyName> keys = link.ask(node -> node.rekey(line, command));
            link.print(Map.of("stream", line.stream(), "keyId", keys.getFirst().id(), "keyNumber",
                    keys.getFirst().number(), "keyIds", keys.stream().map(KeyName::id).toList(), "keyNumbers",
                    keys.stream().map(KeyName::number).toList()),
                    "Key " + String.join(" and key ", keys.stream().map(KeyName::withId).toList())
                            + (keys.size() == 1 ? " is " : " are ") + action.told() + ".");
            return 0;
        }

        private Optional<KeyId> named(KeyLine line) {
            if (key == null) {
                return Optional.empty();
            }
            if (!action.isAboutPending()) {
                throw new OperatorException("--key and --key-id name the key of a pending change: leave them out, or "
                        + "take --switch, --hold or --cancel.");
            }
            if (key.number.isPresent()) {
                return Optional.of(withNumber(line, key.number.get()));
            }
            long keyId = key.keyId.orElseThrow();
            if (!KeyId.isValid(keyId)) {
                throw new OperatorException("No key has the ID " + keyId + ": take one that `kagicast keys` shows.");
            }
            return Optional.of(new KeyId(keyId));
        }

        private KeyId withNumber(KeyLine line, long number) {
            List<EncryptionKeyRow> rows = link.snapshot(NodeClient.Keys.COUNTED).contentServers().stream()
                    .flatMap(server -> server.keys().stream())
                    .filter(row -> row.stream().equals(line.stream()) && row.number() == number && number > 0)
                    .filter(row -> line.label().isNone() || row.label().equals(line.label())).toList();
            if (rows.size() > 1) {
                throw new OperatorException("Several labels of " + line.stream() + " have a key " + number
                        + ": name one with --label, of "
                        + String.join(", ", rows.stream().map(row -> row.label().value()).toList()) + ".");
            }
            return rows.stream().findFirst().map(EncryptionKeyRow::keyId).orElseThrow(() -> new OperatorException(
                    "The node has no key " + line + " " + number + ", or not any more, so nothing was done: see "
                            + "`kagicast keys`."));
        }

        private StreamName onlyStream() {
            List<StreamName> streams = link.snapshot(NodeClient.Keys.COUNTED).contentServers().stream()
                    .flatMap(server -> server.streams().stream()).map(StreamSnapshot::name).toList();
            if (streams.size() != 1) {
                throw new OperatorException(streams.isEmpty()
                        ? "The node sends no stream: name a content server with --node."
                        : "The node sends several streams: name one with --stream, of "
                                + String.join(", ", streams.stream().map(StreamName::toString).toList()) + ".");
            }
            return streams.getFirst();
        }
    }

    /// `kagicast grant` and `kagicast ungrant`.
    @Command(mixinStandardHelpOptions = true)
    static final class Grant implements Callable<Integer> {

        private final boolean granted;

        @Mixin
        private OperatorLink link;

        @ArgGroup(multiplicity = "1")
        private Grantee grantee;

        @Option(names = "--stream", required = true, split = ",", paramLabel = "NAME", description = "The stream; several with commas.")
        private List<StreamName> streams;

        @Option(names = "--label", paramLabel = "LABEL", description = "Only the keys of this label of the stream; otherwise of every label. Of a client only.")
        private KeyLabel label = KeyLabel.NONE;

        Grant(boolean granted) {
            this.granted = granted;
        }

        /// Who is granted a stream. picocli fills in one of them.
        static final class Grantee {

            @Option(names = "--client", required = true, paramLabel = "NAME", description = "The client.")
            private @Nullable NodeName client;

            @Option(names = "--content-server", required = true, paramLabel = "NAME", description = "The content server, of a stream that no other one owns.")
            private @Nullable NodeName contentServer;

            Member member() {
                return client != null
                        ? Member.client(client)
                        : new Member(Role.CONTENT_SERVER, Objects.requireNonNull(contentServer, "one is required"));
            }
        }

        @Override
        public Integer call() {
            Member member = grantee.member();
            List<KeyLine> lines = streams.stream().map(stream -> new KeyLine(stream, label)).toList();
            link.ask(node -> {
                CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
                for (KeyLine line : lines) {
                    done = done.thenCompose(same -> node.setGrant(member, line, granted).thenAccept(
                            answer -> link.print(told(member, line.stream(), answer), text(member, line, answer))));
                }
                return done;
            });
            return 0;
        }

        private String text(Member member, KeyLine line, SetGrantResponse answer) {
            if (member.role() == Role.CONTENT_SERVER) {
                return granted
                        ? "The content server " + member.name() + " owns " + line + " from now on."
                                + NodeText.standing(member, answer.getStanding())
                        : "Nobody owns " + line + " any more.";
            }
            return granted
                    ? NodeText.granted(member.name(), line, answer)
                    : NodeText.takenBack(member.name(), line, answer.getBeforeList());
        }

        private Map<String, Object> told(Member member, StreamName stream, SetGrantResponse answer) {
            Map<String, Object> told = new LinkedHashMap<>(
                    Map.of(member.role() == Role.CLIENT ? "client" : "contentServer", member.name(), "stream", stream));
            if (!label.isNone()) {
                told.put("label", label);
            }
            told.put("granted", granted);
            told.put("before", answer.getBeforeList());
            told.put("revoked", answer.getStanding().getRevoked());
            told.put("notEnrolled", answer.getStanding().getNotEnrolled());
            if (member.role() == Role.CLIENT && granted) {
                told.put("unowned", answer.getUnowned());
                told.put("revokedOwner", NodeText.name(answer.getRevokedOwner()));
            }
            return told;
        }
    }
}
