package org.kagicast.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Reception;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.HostedRole;
import org.kagicast.model.KeyId;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;

/// A client that receives many groups, each by itself and to a sink of its own, under one name and identity. What happens
/// to one group is nothing to the others. Which there are can be changed while it runs ([#reload]); only the holder of the
/// monitor does that. Safe for use by several threads.
public final class GroupsClient implements HostedRole {

    /// Key IDs that a snapshot remembers of all groups together, lest it grow with their number.
    private static final int MOST_KEY_IDS = 8_000;
    private static final int FEWEST_KEY_IDS = 8;

    /// Of the status of several groups, the one that needs somebody's care most stands for all.
    private static final List<Status> WORST_FIRST = List.of(Status.FAILED, Status.NO_INTERFACE,
            Status.NO_KEY_SERVER, Status.NO_ACCESS, Status.FORGED, Status.UNAUTHENTICATED, Status.TOO_OLD,
            Status.FETCHING, Status.DECRYPTING,
            Status.WAITING);

    private final NodeName name;
    private final Client.Surroundings around;
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    /// Never changed, only replaced.
    private volatile Map<List<MulticastGroup>, Client> parts = Map.of();
    /// What a reload stopped and could not start again, each with the reason.
    private volatile Map<List<MulticastGroup>, CodedMessage> missing = Map.of();
    private volatile boolean isReloading;
    private boolean isClosed;

    private GroupsClient(NodeName name, Client.Surroundings around) {
        this.name = name;
        this.around = around;
    }

    /// Opens the sinks and joins the groups; from then on packets flow.
    ///
    /// @param wanted of one name
    /// @throws OperatorException if that cannot be done; nothing stays open then
    public static GroupsClient start(NodeName name, List<ClientSettings> wanted, Client.Surroundings around) {
        GroupPlan.check(wanted);
        GroupsClient client = new GroupsClient(name, around);
        client.parts = Collections.unmodifiableMap(client.startAll(wanted));
        return client;
    }

    /// Takes other groups in the place of those it has. Those whose settings are the same go on as if nothing were, and so
    /// do those of which only differs how long keys are kept. Others are stopped and started anew. Must not be called on a
    /// loop.
    ///
    /// All that can be opened beside the former ones is, before any of those is stopped.
    ///
    /// @return what was done; what could not be opened after its former self was stopped is told by [#problems]
    /// @throws OperatorException if the settings do not go together or something cannot be opened; nothing has changed then
    public synchronized GroupPlan reload(List<ClientSettings> wanted) {
        if (isClosed) {
            throw new OperatorException(ClientMessage.CLOSED.with(name));
        }
        Set<List<MulticastGroup>> ended = new HashSet<>();
        parts.forEach((groups, part) -> {
            if (part.hasEnded()) {
                ended.add(groups);
            }
        });
        GroupPlan plan = GroupPlan.of(parts.values().stream().map(Client::settings).toList(), ended, wanted);
        isReloading = true;
        try {
            carryOut(plan, wanted);
        } finally {
            isReloading = false;
            endWithLast();
        }
        return plan;
    }

    private void carryOut(GroupPlan plan, List<ClientSettings> wanted) {
        List<List<MulticastGroup>> stopping = Stream.concat(plan.removed().stream(), plan.remade().stream())
                .map(ClientSettings::groups).toList();
        Set<String> held = new HashSet<>();
        stopping.forEach(groups -> GroupPlan.exclusive(running(groups).settings()).ifPresent(held::add));
        List<ClientSettings> atOnce = new ArrayList<>();
        List<ClientSettings> afterwards = new ArrayList<>();
        Stream.concat(plan.remade().stream(), plan.added().stream()).forEach(
                one -> (GroupPlan.exclusive(one).filter(held::contains).isPresent() ? afterwards : atOnce).add(one));
        Map<List<MulticastGroup>, Client> started = startAll(atOnce);
        stop(stopping.stream().map(this::running).toList());
        startHeld(afterwards, started);
        Map<List<MulticastGroup>, Client> all = new LinkedHashMap<>();
        for (ClientSettings one : wanted) {
            Client part = started.getOrDefault(one.groups(),
                    stopping.contains(one.groups()) ? null : parts.get(one.groups()));
            if (part != null) {
                all.put(one.groups(), part);
            }
        }
        plan.adapted().forEach(one -> running(one.groups()).keepKeysFor(one.limits().keyIdle()));
        parts = Collections.unmodifiableMap(all);
    }

    /// Starts what could not be before others had let go of what it needs.
    private void startHeld(List<ClientSettings> settings, Map<List<MulticastGroup>, Client> started) {
        Map<List<MulticastGroup>, CodedMessage> notStarted = new LinkedHashMap<>();
        for (ClientSettings one : settings) {
            try {
                started.putAll(startAll(List.of(one)));
            } catch (OperatorException told) {
                notStarted.put(one.groups(), ClientMessage.GROUP_NOT_REOPENED.with(one.groupsText(), told.coded()));
            }
        }
        missing = Collections.unmodifiableMap(notStarted);
    }

    private Client running(List<MulticastGroup> groups) {
        return Objects.requireNonNull(parts.get(groups), "it runs");
    }

    /// Starts to receive; if one cannot be started, those started by then are closed.
    private Map<List<MulticastGroup>, Client> startAll(List<ClientSettings> settings) {
        Map<List<MulticastGroup>, Client> started = new LinkedHashMap<>();
        try {
            for (ClientSettings one : settings) {
                Client part = Client.start(one, around.with(new SplittableRandom(around.randomness().nextLong())));
                started.put(one.groups(), part);
                var _ = part.whenEnded().whenComplete((same, fault) -> endWithLast());
            }
            return started;
        } catch (RuntimeException fault) {
            stop(started.values());
            throw fault;
        }
    }

    /// Sinks may take their time.
    private static void stop(Collection<Client> stopping) {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            stopping.forEach(part -> closing.execute(part::close));
        }
    }

    /// What is wrong with groups that it does not receive, though it should, each in one sentence.
    public List<CodedMessage> problems() {
        return List.copyOf(missing.values());
    }

    @Override
    public NodeName name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.CLIENT;
    }

    /// Fails with an [OperatorException] when no sink can take anything more, ever.
    public CompletableFuture<Void> whenEnded() {
        return allEnded.copy();
    }

    private void endWithLast() {
        Collection<Client> all = parts.values();
        if (!isReloading && missing.isEmpty() && !all.isEmpty() && all.stream().allMatch(Client::hasEnded)) {
            var _ = all.iterator().next().whenEnded().whenComplete((same, fault) -> {
                if (fault != null) {
                    allEnded.completeExceptionally(fault);
                }
            });
        }
    }

    @Override
    public CompletableFuture<ClientSnapshot> snapshot() {
        List<CompletableFuture<ClientSnapshot>> each = parts.values().stream().map(Client::snapshot).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                .thenApply(all -> together(name, each.stream().map(CompletableFuture::join).toList()));
    }

    /// One snapshot of several.
    static ClientSnapshot together(NodeName name, List<ClientSnapshot> each) {
        if (each.size() == 1) {
            return each.getFirst();
        }
        int mostKeyIds = Math.max(FEWEST_KEY_IDS, MOST_KEY_IDS / Math.max(1, each.size()));
        Status status = WORST_FIRST.stream().filter(one -> each.stream().anyMatch(part -> part.status() == one))
                .findFirst().orElse(Status.WAITING);
        return new ClientSnapshot(name, each.stream().flatMap(part -> part.groups().stream()).toList(),
                String.join(", ", each.stream().map(ClientSnapshot::sink).distinct().limit(3).toList()), status,
                why(each, status), each.stream().map(ClientSnapshot::counters).reduce(ClientCounters.NONE,
                        ClientCounters::plus),
                each.stream().flatMap(part -> part.keys().stream()).toList(),
                each.stream().flatMap(part -> latest(part.keyIds(), mostKeyIds).stream()).toList(),
                each.stream().map(ClientSnapshot::io).findFirst().orElse(""),
                each.stream().map(part -> new Reception(part.groups(), part.sink(), part.status(), part.why(),
                        part.counters())).toList());
    }

    private static List<KeyId> latest(List<KeyId> keyIds, int most) {
        return keyIds.subList(Math.max(0, keyIds.size() - most), keyIds.size());
    }

    /// How many groups are not as they should be, and what is wrong with the first of those in the worst state.
    private static Optional<CodedMessage> why(List<ClientSnapshot> each, Status status) {
        List<ClientSnapshot> troubled = each.stream()
                .filter(part -> part.status() != Status.DECRYPTING || part.why().isPresent()).toList();
        Optional<CodedMessage> first = troubled.stream().filter(part -> part.status() == status).findFirst()
                .or(() -> troubled.stream().findFirst()).flatMap(ClientSnapshot::why);
        return troubled.isEmpty()
                ? Optional.empty()
                : Optional.of(ClientMessage.GROUPS_NEED_CARE.with(troubled.size(), each.size(), first));
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        stop(parts.values());
    }
}
