package org.kagicast.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.node.NodeClient;
import org.kagicast.time.SystemTime;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The commands of an operator to a node that runs: `status`, `watch`, `keys`, `rekey`, `grant`, `ungrant`.
final class NodeCommands {

    private static final long PATIENCE_SECONDS = 5;

    private NodeCommands() {
    }

    /// `kagicast status`.
    @Command(name = "status", mixinStandardHelpOptions = true, description = "Shows what a node and its roles do now.")
    static final class Status implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorLink link;

        @Override
        public Integer call() {
            NodeSnapshot snapshot = snapshot(link);
            if (link.json()) {
                spec.commandLine().getOut().println(Json.write(snapshot));
            } else {
                NodeText.status(snapshot, spec.commandLine().getOut());
            }
            return 0;
        }
    }

    /// `kagicast keys`.
    @Command(name = "keys", mixinStandardHelpOptions = true, description = "Shows the key tables of a node; never key material.")
    static final class Keys implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorLink link;

        @Override
        public Integer call() {
            NodeSnapshot snapshot = snapshot(link);
            if (link.json()) {
                spec.commandLine().getOut().println(Json.write(NodeText.tables(snapshot)));
            } else {
                NodeText.keys(snapshot, spec.commandLine().getOut());
            }
            return 0;
        }
    }

    /// `kagicast watch`.
    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows a node's snapshots and events as they come, until it is stopped.")
    static final class Watch implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorLink link;

        @Override
        public Integer call() {
            try (SystemTime time = new SystemTime(); Stop stop = new Stop(); NodeClient node = link.connect(time)) {
                CompletableFuture<Void> end = stop.requested();
                node.watchSnapshots(snapshot -> print("snapshot", snapshot), end::completeExceptionally);
                node.watchEvents(event -> print("event", event));
                join(end);
            }
            return 0;
        }

        private synchronized void print(String kind, Object what) {
            spec.commandLine().getOut().println(link.json() ? Json.write(Map.of(kind, what)) : what);
        }
    }

    /// `kagicast rekey`.
    @Command(name = "rekey", mixinStandardHelpOptions = true, description = "Changes the key of a stream.")
    static final class Rekey implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorLink link;

        @Option(names = "--stream", required = true, paramLabel = "NAME", description = "The stream.")
        private StreamName stream;

        @Option(names = "--label", paramLabel = "LABEL", description = "Only the key of this label of the stream; otherwise of every label.")
        private KeyLabel label = KeyLabel.NONE;

        @ArgGroup(multiplicity = "1")
        private RekeyAction action;

        @Override
        public Integer call() {
            try (SystemTime time = new SystemTime(); NodeClient node = link.connect(time)) {
                KeyLine line = new KeyLine(stream, label);
                List<KeyId> keyIds = join(node.rekey(line, action.command()));
                spec.commandLine().getOut().println(link.json()
                        ? Json.write(Map.of("stream", stream, "keyId", keyIds.getFirst(), "keyIds", keyIds))
                        : line + ": key " + shown(keyIds) + " " + action.told() + ".");
                return 0;
            }
        }

        private static String shown(List<KeyId> keyIds) {
            return String.join(" and key ", keyIds.stream().map(KeyId::toString).toList());
        }
    }

    /// `kagicast grant` and `kagicast ungrant`.
    @Command(mixinStandardHelpOptions = true, description = "Changes which client may have the keys of which stream, at once.")
    static final class Grant implements Callable<Integer> {

        private final boolean granted;

        @Spec
        private CommandSpec spec;

        @Mixin
        private OperatorLink link;

        @Option(names = "--client", required = true, paramLabel = "NAME", description = "The client.")
        private NodeName client;

        @Option(names = "--stream", required = true, paramLabel = "NAME", description = "The stream.")
        private StreamName stream;

        @Option(names = "--label", paramLabel = "LABEL", description = "Only the keys of this label of the stream; otherwise of every label.")
        private KeyLabel label = KeyLabel.NONE;

        Grant(boolean granted) {
            this.granted = granted;
        }

        @Override
        public Integer call() {
            try (SystemTime time = new SystemTime(); NodeClient node = link.connect(time)) {
                KeyLine line = new KeyLine(stream, label);
                join(node.setGrant(client, line, granted));
                spec.commandLine().getOut().println(link.json()
                        ? Json.write(told())
                        : client + (granted ? " may" : " may not") + " have the keys of " + line + " from now on.");
                return 0;
            }
        }

        private Map<String, Object> told() {
            Map<String, Object> told = new LinkedHashMap<>(Map.of("client", client, "stream", stream));
            if (!label.isNone()) {
                told.put("label", label);
            }
            told.put("granted", granted);
            return told;
        }
    }

    private static NodeSnapshot snapshot(OperatorLink link) {
        CompletableFuture<NodeSnapshot> first = new CompletableFuture<>();
        try (SystemTime time = new SystemTime(); NodeClient node = link.connect(time)) {
            node.watchSnapshots(first::complete, first::completeExceptionally);
            return join(first.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof OperatorException told) {
                throw told;
            }
            if (failed.getCause() instanceof TimeoutException) {
                throw new OperatorException("The node does not answer: check that it runs and can be reached.", failed);
            }
            throw failed;
        }
    }
}
