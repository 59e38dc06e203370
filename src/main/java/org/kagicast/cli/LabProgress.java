package org.kagicast.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.kagicast.lab.LabRun;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;

/// Shows that a lab lives: a line every second on a terminal, and everywhere a word when its source gives nothing. One
/// thread at a time calls it.
final class LabProgress implements LabRun.Watcher {

    private static final Duration WORTH_A_WORD = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean isTerminal;
    private boolean hasWarned;

    LabProgress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    @Override
    public synchronized void onSecond(Duration running, NodeSnapshot now) {
        StreamSnapshot stream = now.contentServers().getFirst().streams().getFirst();
        if (stream.packetsSent() == 0 && running.compareTo(WORTH_A_WORD) >= 0 && !hasWarned) {
            hasWarned = true;
            out.println(LabText.nothingCame(stream.name().value(), stream.source()));
        }
        if (isTerminal) {
            out.println(line(running, now));
        }
    }

    private static String line(Duration running, NodeSnapshot now) {
        long sent = now.contentServers().stream().flatMap(server -> server.streams().stream())
                .mapToLong(StreamSnapshot::packetsSent).sum();
        long changes = now.contentServers().stream().flatMap(server -> server.streams().stream())
                .mapToLong(stream -> stream.announcedRekeys() + stream.immediateRekeys()).sum();
        long decrypting = now.clients().stream()
                .filter(client -> client.status() == ClientSnapshot.Status.DECRYPTING).count();
        long lost = now.clients().stream().mapToLong(client -> client.counters().lost()).sum();
        return "%3d s: %d packets sent, %d of %d clients decrypting, %d lost, %d key changes".formatted(
                running.toSeconds(), sent, decrypting, now.clients().size(), lost, changes);
    }
}
