package org.kagicast.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;

/// What a lab did, in the form that scripts read. The names of the components are the names in the JSON object.
///
/// @param seconds how long it ran
public record LabSummary(String scenario, double seconds, List<StreamPart> streams, List<ClientPart> clients,
        List<KeyServerPart> keyServers) {

    /// @param keyId the key in use; 0 if there was none
    /// @param keyNumber its number among the stream's keys; 0 if there was none
    /// @param keyIds the latest 1,000 keys that sealed a packet, in order of use
    /// @param problem one sentence, empty if there is none
    public record StreamPart(String name, String group, long keyId, long keyNumber, long packetsSent,
            long bytesSent, long oversized, Rekeys rekeys, List<Long> keyIds, String problem) {}

    public record Rekeys(int announced, int immediate) {}

    /// @param refused packets by reason
    public record ClientPart(String name, String status, long opened, long lost, long late, long held, long expired,
            long forged, long replayed, long superseded, long tooOld, long malformed, long authentic,
            long unauthenticated, long impostor, Map<String, Long> refused, long keysFetched,
            List<Long> keyIds) {}

    public record KeyServerPart(String name, String role, int keys, long creations, long requests) {}

    static LabSummary of(Scenario scenario, double seconds, NodeSnapshot snapshot) {
        return new LabSummary(scenario.text(), Math.round(seconds * 10) / 10.0,
                snapshot.contentServers().stream().flatMap(server -> server.streams().stream())
                        .map(LabSummary::stream).toList(),
                snapshot.clients().stream().map(LabSummary::client).toList(),
                snapshot.keyServers().stream().map(LabSummary::keyServer).toList());
    }

    private static StreamPart stream(StreamSnapshot stream) {
        return new StreamPart(stream.name().value(), stream.group().toString(),
                stream.inUse().map(key -> key.keyId().value()).orElse(0L),
                stream.inUse().map(StreamSnapshot.KeyInUse::number).orElse(0L), stream.packetsSent(),
                stream.bytesSent(),
                stream.oversized(), new Rekeys(stream.announcedRekeys(), stream.immediateRekeys()),
                values(stream.keyIds()), stream.problem().map(CodedMessage::text).orElse(""));
    }

    private static ClientPart client(ClientSnapshot client) {
        ClientCounters counters = client.counters();
        Map<String, Long> refused = new LinkedHashMap<>();
        counters.refused().forEach((reason, packets) -> refused.put(reason.text(), packets));
        return new ClientPart(client.name().value(), client.status().name().toLowerCase(Locale.ROOT),
                counters.opened(), counters.lost(), counters.late(), counters.held(), counters.expired(),
                counters.forged(), counters.replayed(), counters.superseded(), counters.tooOld(), counters.malformed(),
                counters.authenticity().authentic(), counters.authenticity().unauthenticated(),
                counters.authenticity().impostor(), refused, counters.keysFetched(), values(client.keyIds()));
    }

    private static KeyServerPart keyServer(KeyServerSnapshot server) {
        return new KeyServerPart(server.name().value(), server.role().text(), server.keysInAll(),
                server.creations(), server.requests());
    }

    private static List<Long> values(List<KeyId> keyIds) {
        return keyIds.stream().map(KeyId::value).toList();
    }
}
