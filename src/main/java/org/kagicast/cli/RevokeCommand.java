package org.kagicast.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.Caution;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.Role;
import org.kagicast.node.NodeClient;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.time.SystemTime;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast revoke`: revokes, and tells how long at most the member could go on with the keys that it had.
@Command(name = "revoke", mixinStandardHelpOptions = true, description = {
        "Shuts a client, content server, key slave or operator out at once, with all its certificates, at every server, and has the streams rekeyed whose keys it may hold.",
        "'kagicast reinstate' takes it back."})
final class RevokeCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private OperatorLink link;

    @ArgGroup(multiplicity = "1")
    private MemberOption who;

    @Option(names = "--force", description = "Also a name that nobody is known to have, and your own.")
    private boolean force;

    @Override
    public Integer call() {
        try (SystemTime time = new SystemTime(); NodeClient node = link.connect(time)) {
            RevokeResponse done = link
                    .answer(node.revoke(who.member(), force ? Caution.INSIST : Caution.REFUSE_MISTAKES));
            tell(done, lockedOut(node, done));
            return 0;
        }
    }

    /// Of each stream that was ordered to rekey and has done so by now, how long that took at most: a content server tells
    /// the key server of a switch a moment after it. Whoever has revoked himself, or loses the node now, sees no more of it,
    /// but the order is given all the same.
    private Map<String, Duration> lockedOut(NodeClient node, RevokeResponse done) {
        Map<String, Duration> within = new ConcurrentSkipListMap<>();
        CompletableFuture<Map<String, Duration>> all = new CompletableFuture<>();
        node.watchSnapshots(NodeClient.Keys.ALL, snapshot -> {
            done.getOrderedList().forEach(stream -> begun(snapshot, stream).ifPresent(
                    told -> within.put(stream, Duration.between(Instant.ofEpochMilli(done.getAtMs()), told))));
            if (within.keySet().containsAll(done.getOrderedList())) {
                all.complete(within);
            }
        }, all::completeExceptionally);
        return all.completeOnTimeout(within, PATIENCE.toSeconds(), TimeUnit.SECONDS).exceptionally(_ -> within).join();
    }

    /// When a stream's content server told that it had begun with a key that the member cannot have: all that it can have
    /// are compromised.
    private static Optional<Instant> begun(NodeSnapshot snapshot, String line) {
        return snapshot.keyServers().stream().flatMap(server -> server.keys().stream())
                .filter(key -> key.line().toString().equals(line) && key.state() == KeyState.ACTIVE)
                .flatMap(key -> key.activated().stream()).findFirst();
    }

    private void tell(RevokeResponse done, Map<String, Duration> lockedOut) {
        Member member = who.member();
        PrintWriter out = link.out();
        if (link.json()) {
            Map<String, Object> told = new LinkedHashMap<>(MemberOption.json(member));
            told.put("compromised", done.getCompromisedList());
            told.put("ordered", done.getOrderedList());
            told.put("waiting", done.getWaitingList());
            told.put("lockedOutWithin", lockedOut);
            told.put("unstored", done.getUnstored());
            out.println(Json.write(told));
            return;
        }
        if (!done.getUnstored().isEmpty()) {
            out.println(member + " is shut out from now on, but that could not be stored. " + done.getUnstored());
            out.println(
                    "It is stored, and the streams whose keys it may hold are rekeyed, as soon as that is mended; a restart "
                            + "of the key server before that would undo it. Its status tells it until then.");
            return;
        }
        out.println(member + " is revoked; keys called compromised: " + done.getCompromisedList() + ".");
        done.getOrderedList().forEach(stream -> out.println(lockedOut.containsKey(stream)
                ? stream + ": the first packet that it cannot open came within " + lockedOut.get(stream).toMillis()
                        + " ms."
                : stream + ": ordered to rekey, but no packet under a new key has been seen; see its content server's status."));
        List<String> waiting = done.getWaitingList();
        waiting.forEach(stream -> out.println(stream + ": " + (member.role() == Role.CONTENT_SERVER
                ? "goes on under a compromised key, as far as it goes on, until another content server has it: enrol one, "
                        + "and see 'kagicast help stream'."
                : "is rekeyed when its content server is back.")));
        if (member.role() == Role.OPERATOR) {
            out.println("See 'kagicast policy' and the audit log for what it granted and whom it enrolled.");
        }
    }
}
