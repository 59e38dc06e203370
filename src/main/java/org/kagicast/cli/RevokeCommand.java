package org.kagicast.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.node.NodeClient;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.time.SystemTime;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast revoke`: revokes, and tells how long at most the client could go on with the keys that it had.
@Command(name = "revoke", mixinStandardHelpOptions = true, description = "Refuses a client every key from now on, and has the streams that it could open rekeyed.")
final class RevokeCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private OperatorLink link;

    @Option(names = "--client", required = true, paramLabel = "NAME", description = "The client.")
    private NodeName client;

    @Override
    public Integer call() {
        try (SystemTime time = new SystemTime(); NodeClient node = link.connect(time)) {
            RevokeResponse done = OperatorLink.join(node.revoke(client));
            tell(done, lockedOut(node, done));
            return 0;
        }
    }

    /// Of each stream that was ordered to rekey and has done so by now, how long that took at most: a content server tells
    /// the key server of a switch a moment after it.
    private static Map<String, Duration> lockedOut(NodeClient node, RevokeResponse done) {
        Map<String, Duration> within = new ConcurrentSkipListMap<>();
        CompletableFuture<Map<String, Duration>> all = new CompletableFuture<>();
        node.watchSnapshots(snapshot -> {
            done.getOrderedList().forEach(stream -> begun(snapshot, stream).ifPresent(
                    told -> within.put(stream, Duration.between(Instant.ofEpochMilli(done.getAtMs()), told))));
            if (within.keySet().containsAll(done.getOrderedList())) {
                all.complete(within);
            }
        }, all::completeExceptionally);
        return OperatorLink.join(all.completeOnTimeout(within, PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /// When a stream's content server told that it had begun with a key that the client cannot have: all that it can have
    /// are compromised.
    private static Optional<Instant> begun(NodeSnapshot snapshot, String line) {
        return snapshot.keyServers().stream().flatMap(server -> server.keys().stream())
                .filter(key -> key.line().toString().equals(line) && key.state() == KeyState.ACTIVE)
                .flatMap(key -> key.activated().stream()).findFirst();
    }

    private void tell(RevokeResponse done, Map<String, Duration> lockedOut) {
        PrintWriter out = link.out();
        if (link.json()) {
            out.println(Json.write(Map.of("client", client, "compromised", done.getCompromisedList(), "ordered",
                    done.getOrderedList(), "waiting", done.getWaitingList(), "lockedOutWithin", lockedOut)));
            return;
        }
        out.println(client + " is revoked; keys called compromised: " + done.getCompromisedList() + ".");
        done.getOrderedList().forEach(stream -> out.println(lockedOut.containsKey(stream)
                ? stream + ": the first packet that it cannot open came within " + lockedOut.get(stream).toMillis()
                        + " ms."
                : stream + ": ordered to rekey, but no packet under a new key was seen within " + PATIENCE.toSeconds()
                        + " s; see its content server's status."));
        List<String> waiting = done.getWaitingList();
        waiting.forEach(stream -> out.println(stream + ": is rekeyed when its content server is back."));
    }
}
