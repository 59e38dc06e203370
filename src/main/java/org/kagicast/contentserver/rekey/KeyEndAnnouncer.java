package org.kagicast.contentserver.rekey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.contentserver.send.PacketWriter;
import org.kagicast.model.KeyId;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;

/// Multicasts under the key in use of their label how many packets each former key sealed, often enough in the second after a switch. It
/// belongs to the stream's thread.
public final class KeyEndAnnouncer {

    /// The time in which every one has been sent.
    public static final Duration LASTING = Duration.ofSeconds(1);

    private static final Duration INTERVAL = Duration.ofMillis(160);
    private static final int TIMES = 6;

    private final StreamContext context;
    private final PacketWriter.Control control;
    private final List<RepeatedTask> running = new ArrayList<>();

    KeyEndAnnouncer(StreamContext context, PacketWriter.Control control) {
        this.context = context;
        this.control = control;
    }

    /// A key has given way to the next.
    void tell(KeyId former, long packets) {
        byte[] body = new KeyEnd(former, packets).toBytes();
        running.removeIf(RepeatedTask::isOver);
        running.add(RepeatedTask.start(context, INTERVAL, TIMES, () -> control.send(InnerType.KEY_END, body)));
    }

    void stop() {
        running.forEach(RepeatedTask::stop);
    }
}
