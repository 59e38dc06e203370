package org.kagicast.console.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Gathers what happens to many at once, and writes it as one event where a line for each would say no more.
final class Grouping {

    private static final int MOST_ALONE = 4;

    private final Map<Object, List<Member>> groups = new LinkedHashMap<>();

    /// @param together makes the draft of all, from their names and their number
    private record Member(String name, EventDraft alone, BiFunction<Part.SomeNames, Part.Count, EventDraft> together) {}

    /// @param kind what those have in common that can stand together
    void add(Object kind, String name, EventDraft alone, BiFunction<Part.SomeNames, Part.Count, EventDraft> together) {
        groups.computeIfAbsent(kind, absent -> new ArrayList<>()).add(new Member(name, alone, together));
    }

    void write(EventLog log, Instant now) {
        groups.values().forEach(members -> {
            if (members.size() <= MOST_ALONE) {
                members.forEach(member -> log.add(member.alone(), now));
            } else {
                log.add(members.getFirst().together().apply(
                        Part.SomeNames.of(members.stream().map(Member::name).toList()),
                        new Part.Count(members.size())), now);
            }
        });
        groups.clear();
    }
}
