package org.kagicast.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.client.sink.SinkSpec;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.OpeningMessage;

/// What is to be done so that what a client receives becomes what other settings say. Each of the settings is about the
/// groups that go to one sink.
///
/// @param added groups that are new
/// @param remade the same groups with another interface or sink: stopped, and started anew
/// @param adapted groups of which only differs how long keys are kept: that is taken over as they run
/// @param removed groups that are wanted no more
/// @param kept groups that are not touched
public record GroupPlan(List<ClientSettings> added, List<ClientSettings> remade, List<ClientSettings> adapted,
        List<ClientSettings> removed, List<ClientSettings> kept) {

    /// The most settings of one client.
    public static final int MOST_RECEPTIONS = 1_000;

    private static final int MOST_NAMED = 10;

    public GroupPlan {
        added = List.copyOf(added);
        remade = List.copyOf(remade);
        adapted = List.copyOf(adapted);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /// @param ended the groups of those running ones whose sink takes nothing more
    /// @throws OperatorException if the wanted ones do not go together
    static GroupPlan of(Collection<ClientSettings> running, Set<List<MulticastGroup>> ended,
            List<ClientSettings> wanted) {
        check(wanted);
        Map<List<MulticastGroup>, ClientSettings> former = new LinkedHashMap<>();
        running.forEach(one -> former.put(one.groups(), one));
        List<ClientSettings> added = new ArrayList<>();
        List<ClientSettings> remade = new ArrayList<>();
        List<ClientSettings> adapted = new ArrayList<>();
        List<ClientSettings> kept = new ArrayList<>();
        for (ClientSettings one : wanted) {
            ClientSettings before = former.remove(one.groups());
            if (before == null) {
                added.add(one);
            } else if (ended.contains(one.groups()) || !before.isAdaptableTo(one)) {
                remade.add(one);
            } else if (before.limits().keyIdle().equals(one.limits().keyIdle())) {
                kept.add(one);
            } else {
                adapted.add(one);
            }
        }
        return new GroupPlan(added, remade, adapted, List.copyOf(former.values()), kept);
    }

    /// Whether all this goes together in one client.
    ///
    /// @throws OperatorException if there is nothing or too much, a group is received twice, or two write to one place
    public static void check(List<ClientSettings> wanted) {
        if (wanted.isEmpty() || wanted.size() > MOST_RECEPTIONS) {
            throw new OperatorException(OpeningMessage.GROUPS_COUNT.with(MOST_RECEPTIONS, wanted.size()));
        }
        Set<MulticastGroup> groups = new HashSet<>();
        Map<String, String> outputs = new LinkedHashMap<>();
        for (ClientSettings one : wanted) {
            for (MulticastGroup group : one.groups()) {
                if (!groups.add(group)) {
                    throw new OperatorException(OpeningMessage.GROUP_TWICE.with(group));
                }
            }
            exclusive(one).ifPresent(output -> {
                String other = outputs.putIfAbsent(output, one.groupsText());
                if (other != null) {
                    throw new OperatorException(OpeningMessage.SAME_SINK.with(other, one.groupsText(), output));
                }
            });
        }
    }

    /// What only one at a time can write to.
    static Optional<String> exclusive(ClientSettings settings) {
        return switch (settings.sink()) {
            case SinkSpec.File(Path path, boolean _) -> Optional.of("the file " + path.toAbsolutePath().normalize());
            case SinkSpec.StandardOutput() -> Optional.of("standard output");
            case SinkSpec.Udp _,SinkSpec.Count _,SinkSpec.Screen _ -> Optional.empty();
        };
    }

    /// What is done, as a part of a sentence.
    public String text() {
        List<String> parts = new ArrayList<>();
        tell(parts, "added", added);
        tell(parts, "remade", remade);
        tell(parts, "given another --key-idle as they run", adapted);
        tell(parts, "removed", removed);
        parts.add("not touched: " + kept.size());
        return String.join("; ", parts);
    }

    private static void tell(List<String> parts, String what, List<ClientSettings> settings) {
        if (!settings.isEmpty()) {
            String first = settings.stream().limit(MOST_NAMED).map(ClientSettings::groupsText)
                    .collect(Collectors.joining(", "));
            parts.add(what + ": " + first
                    + (settings.size() <= MOST_NAMED ? "" : " and " + (settings.size() - MOST_NAMED) + " more"));
        }
    }
}
