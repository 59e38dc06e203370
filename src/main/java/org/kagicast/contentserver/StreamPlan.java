package org.kagicast.contentserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.OpeningMessage;

/// What is to be done so that the streams of a content server become those of other settings.
///
/// @param added streams that are new
/// @param remade streams of the same name with other settings, and those that have failed: stopped, and started anew
/// @param adapted streams that differ only in when they change their key by themselves: that is taken over as they run
/// @param removed streams that are wanted no more
/// @param kept streams that are not touched
public record StreamPlan(List<StreamSettings> added, List<StreamSettings> remade, List<StreamSettings> adapted,
        List<StreamName> removed, List<StreamName> kept) {

    /// The most streams of one content server: as many as a key server lets one own, and as their names find room for in
    /// what it is asked to give orders for.
    public static final int MOST_STREAMS = 1_000;

    private static final int MOST_NAMED = 10;

    public StreamPlan {
        added = List.copyOf(added);
        remade = List.copyOf(remade);
        adapted = List.copyOf(adapted);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /// @param failed those of the running ones that have failed
    /// @throws OperatorException if the wanted ones do not go together
    static StreamPlan of(Collection<StreamSettings> running, Set<StreamName> failed, List<StreamSettings> wanted) {
        check(wanted);
        Map<StreamName, StreamSettings> former = new LinkedHashMap<>();
        running.forEach(one -> former.put(one.name(), one));
        List<StreamSettings> added = new ArrayList<>();
        List<StreamSettings> remade = new ArrayList<>();
        List<StreamSettings> adapted = new ArrayList<>();
        List<StreamName> kept = new ArrayList<>();
        for (StreamSettings one : wanted) {
            StreamSettings before = former.remove(one.name());
            if (before == null) {
                added.add(one);
            } else if (failed.contains(one.name())) {
                remade.add(one);
            } else if (before.equals(one)) {
                kept.add(one.name());
            } else if (isAdaptable(before, one)) {
                adapted.add(one);
            } else {
                remade.add(one);
            }
        }
        return new StreamPlan(added, remade, adapted, List.copyOf(former.keySet()), kept);
    }

    private static boolean isAdaptable(StreamSettings before, StreamSettings after) {
        return before.rekeying().hardLimit() == after.rekeying().hardLimit()
                && before.withRekeying(after.rekeying()).equals(after);
    }

    /// Whether a configuration gives each stream a group and port of its own. Packets of several in one group can be told
    /// apart by their keys (R12), but whoever receives the group has them all in one sink: a configuration that asks for
    /// that was copied.
    ///
    /// @throws OperatorException if two share one
    public static void checkGroups(List<StreamSettings> streams) {
        Map<MulticastGroup, StreamName> groups = new HashMap<>();
        for (StreamSettings one : streams) {
            StreamName other = groups.putIfAbsent(one.group(), one.name());
            if (other != null) {
                throw new OperatorException(OpeningMessage.SAME_GROUP.with(other, one.name(), one.group()));
            }
        }
    }

    /// Whether streams go together in one content server.
    ///
    /// @throws OperatorException if there are none or too many, or two have one name or standard input
    public static void check(List<StreamSettings> streams) {
        if (streams.isEmpty() || streams.size() > MOST_STREAMS) {
            throw new OperatorException(OpeningMessage.STREAMS_COUNT.with(MOST_STREAMS, streams.size()));
        }
        Set<StreamName> names = new HashSet<>();
        for (StreamSettings one : streams) {
            if (!names.add(one.name())) {
                throw new OperatorException(OpeningMessage.SAME_NAME.with(one.name()));
            }
        }
        List<StreamName> readers = streams.stream()
                .filter(one -> parts(one.source()).anyMatch(SourceSpec.StandardInput.class::isInstance))
                .map(StreamSettings::name).toList();
        if (readers.size() > 1) {
            throw new OperatorException(OpeningMessage.SAME_INPUT.with(readers.get(0), readers.get(1)));
        }
    }

    private static Stream<SourceSpec> parts(SourceSpec source) {
        return switch (source) {
            case SourceSpec.Several several -> several.parts().stream().flatMap(part -> parts(part.source()));
            case SourceSpec.TestCard card -> Stream.of(card);
            case SourceSpec.Pattern pattern -> Stream.of(pattern);
            case SourceSpec.File file -> Stream.of(file);
            case SourceSpec.Udp udp -> Stream.of(udp);
            case SourceSpec.StandardInput input -> Stream.of(input);
        };
    }

    /// What a stream reads that only one at a time can: ports, pipes, standard input.
    static Set<String> exclusives(StreamSettings stream) {
        Set<String> held = new HashSet<>();
        parts(stream.source()).forEach(part -> {
            switch (part) {
                case SourceSpec.Udp udp -> held.add("port " + udp.address().target().port());
                case SourceSpec.File file -> held.add("file " + file.path().toAbsolutePath().normalize());
                case SourceSpec.StandardInput _ -> held.add("standard input");
                case SourceSpec.TestCard _,SourceSpec.Pattern _,SourceSpec.Several _ -> {
                    // Nothing that another one could need.
                }
            }
        });
        return held;
    }

    /// What is done, as a part of a sentence, such as "added: a, b; removed: c; not touched: 3".
    public String text() {
        List<String> parts = new ArrayList<>();
        tell(parts, "added", names(added));
        tell(parts, "remade", names(remade));
        tell(parts, "given another rekey policy as they run", names(adapted));
        tell(parts, "removed", removed);
        parts.add("not touched: " + kept.size());
        return String.join("; ", parts);
    }

    private static void tell(List<String> parts, String what, List<StreamName> names) {
        if (!names.isEmpty()) {
            parts.add(what + ": " + listed(names));
        }
    }

    private static List<StreamName> names(List<StreamSettings> settings) {
        return settings.stream().map(StreamSettings::name).toList();
    }

    /// Names for people, the first few of many.
    static String listed(Collection<StreamName> names) {
        String first = String.join(", ", names.stream().limit(MOST_NAMED).map(StreamName::toString).toList());
        return names.size() <= MOST_NAMED ? first : first + " and " + (names.size() - MOST_NAMED) + " more";
    }
}
