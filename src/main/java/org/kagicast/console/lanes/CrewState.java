package org.kagicast.console.lanes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.kagicast.console.parts.Tone;
import org.kagicast.console.text.Texts;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamSnapshot;

/// How the clients of a stream stand, all together.
///
/// @param text in words, such as "12 of 15 decrypt · 3 no access"
/// @param tone of the worst of them, but for those that are there to be refused
public record CrewState(int all, int decrypting, String text, Tone tone) {

    /// @param isMeant whether a client is there to be refused
    static CrewState of(List<ClientSnapshot> clients, StreamSnapshot stream, Predicate<NodeName> isMeant,
            Texts texts) {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        Tone worst = Tone.GOOD;
        for (ClientSnapshot client : clients) {
            Status status = StripState.status(client, stream);
            counts.merge(status, 1, Integer::sum);
            Tone tone = isMeant(client, status, isMeant) ? Tone.GOOD : Tone.of(status);
            worst = tone.compareTo(worst) > 0 ? tone : worst;
        }
        int all = clients.size();
        int decrypting = counts.getOrDefault(Status.DECRYPTING, 0);
        List<String> parts = new ArrayList<>();
        parts.add(all == decrypting
                ? texts.of("live.crew.all", all)
                : texts.of("live.crew.some", decrypting, all));
        counts.forEach((status, count) -> {
            if (status != Status.DECRYPTING) {
                parts.add(texts.of("live.crew.part", count, texts.of("client", status)));
            }
        });
        return new CrewState(all, decrypting, String.join(" · ", parts), worst);
    }

    static boolean isMeant(ClientSnapshot client, Status status, Predicate<NodeName> isMeant) {
        return status == Status.NO_ACCESS && isMeant.test(client.name());
    }
}
