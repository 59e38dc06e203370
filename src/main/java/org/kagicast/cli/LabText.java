package org.kagicast.cli;

import java.io.PrintWriter;

import org.kagicast.lab.LabSummary;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.StreamName;

/// A lab's summary for people.
final class LabText {

    private LabText() {
    }

    /// @param source as the option says it
    static String nothingCame(String stream, String source) {
        return "Nothing has come from " + source + " for the stream " + stream
                + " yet: start what sends there, or name another --source.";
    }

    private static String key(LabSummary.StreamPart stream) {
        return stream.keyId() == 0
                ? "none"
                : new KeyName(new KeyId(stream.keyId()), new KeyLine(new StreamName(stream.name())),
                        stream.keyNumber()).toString();
    }

    static void write(LabSummary summary, PrintWriter out) {
        out.printf("Scenario %s ran for %.1f s.%n", summary.scenario(), summary.seconds());
        for (LabSummary.KeyServerPart server : summary.keyServers()) {
            out.printf("%-16s %d keys, %d creations, %d requests%n", server.name(), server.keys(), server.creations(),
                    server.requests());
        }
        for (LabSummary.StreamPart stream : summary.streams()) {
            out.printf("%-16s to %s: %d packets sent, %d announced and %d immediate rekeys, key %s in use%s%n",
                    stream.name(), stream.group(), stream.packetsSent(), stream.rekeys().announced(),
                    stream.rekeys().immediate(), key(stream),
                    stream.problem().isEmpty() ? "" : " - " + stream.problem());
        }
        for (LabSummary.ClientPart client : summary.clients()) {
            out.printf("%-16s %s: %d packets opened, %d lost, %d late, %d expired, %d forged%s%s, %d keys fetched%n",
                    client.name(), client.status().replace('_', ' '), client.opened(), client.lost(), client.late(),
                    client.expired(), client.forged(),
                    NodeText.authenticity(client.authentic(), client.unauthenticated(), client.impostor()),
                    client.refused().isEmpty() ? "" : ", refused " + client.refused(), client.keysFetched());
        }
    }
}
