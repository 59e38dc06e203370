package org.kagicast.console.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.Frame;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.settings.Settings;

/// What the operator has said of the problems of each domain; of a real one it is remembered. On the console's thread only.
final class Judgements {

    /// In so many frames, which take a minute and more, every node has had its time to be heard.
    private static final int SETTLED = 600;

    private final Preferences preferences;
    private final Map<Domain, Map<String, Judgement>> said = new HashMap<>();
    private final Map<Domain, Set<String>> seen = new HashMap<>();
    private final Map<Domain, Integer> frames = new HashMap<>();

    Judgements(Preferences preferences) {
        this.preferences = preferences;
    }

    /// The problems of a frame with what is said of them. One that is over has to be acknowledged anew when it comes again.
    List<JudgedProblem> judge(Frame frame, List<Problem> problems) {
        Map<String, Judgement> own = of(frame.domain());
        Set<String> present = problems.stream().map(problem -> problem.id().text()).collect(Collectors.toSet());
        Set<String> known = seen.computeIfAbsent(frame.domain(), absent -> new HashSet<>());
        if (isWhole(frame)) {
            boolean isSettled = frames.merge(frame.domain(), 1, Integer::sum) > SETTLED;
            if (own.entrySet().removeIf(each -> each.getValue() == Judgement.ACKNOWLEDGED
                    && !present.contains(each.getKey()) && (isSettled || known.contains(each.getKey())))) {
                remember(frame.domain());
            }
            known.retainAll(present);
        }
        known.addAll(present);
        return problems.stream().map(problem -> new JudgedProblem(problem, own.getOrDefault(problem.id().text(),
                problem.meant() ? Judgement.EXPECTED : Judgement.OPEN))).toList();
    }

    void say(Domain domain, Problem problem, Judgement judgement) {
        Map<String, Judgement> own = of(domain);
        own.remove(problem.id().text());
        if (judgement != (problem.meant() ? Judgement.EXPECTED : Judgement.OPEN)) {
            own.put(problem.id().text(), judgement);
        }
        remember(domain);
    }

    /// What a silent node has wrong is not known, and what has been remembered of one that has not been heard yet is not
    /// over.
    private static boolean isWhole(Frame frame) {
        return frame.hasRoles() && frame.whole().nodes().stream().allMatch(NodeStatus::isHeard);
    }

    private Map<String, Judgement> of(Domain domain) {
        return said.computeIfAbsent(domain, this::remembered);
    }

    private Map<String, Judgement> remembered(Domain domain) {
        Map<String, Judgement> own = new LinkedHashMap<>();
        if (domain instanceof Domain.Trust trust) {
            preferences.get(acknowledged(trust)).forEach(id -> own.put(id, Judgement.ACKNOWLEDGED));
            preferences.get(expected(trust)).forEach(id -> own.put(id, Judgement.EXPECTED));
        }
        return own;
    }

    private void remember(Domain domain) {
        if (domain instanceof Domain.Trust trust) {
            preferences.set(acknowledged(trust), ids(of(domain), Judgement.ACKNOWLEDGED));
            preferences.set(expected(trust), ids(of(domain), Judgement.EXPECTED));
        }
    }

    private static List<String> ids(Map<String, Judgement> own, Judgement judgement) {
        List<String> latestFirst = new ArrayList<>();
        own.forEach((id, each) -> {
            if (each == judgement) {
                latestFirst.addFirst(id);
            }
        });
        return latestFirst;
    }

    private static Setting<List<String>> acknowledged(Domain.Trust domain) {
        return Settings.ACKNOWLEDGED.of(domain.name());
    }

    private static Setting<List<String>> expected(Domain.Trust domain) {
        return Settings.EXPECTED.of(domain.name());
    }
}
