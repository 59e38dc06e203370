package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import org.kagicast.wire.InnerType;

/// Gathers the packets of one datagram by label, so that each label gets a datagram, or several where they do not fit into
/// one. Bytes that are longer than a datagram go alone. It belongs to the stream's thread.
final class LabelledDatagrams {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int largestPayload;
    private final ByteBuffer[] open;
    /// The labels whose datagrams are open, in the order in which they were begun.
    private final int[] order;
    private ByteBuffer alone = NOTHING;
    private int count;
    private LabelClassifier.Target target = (label, plaintext) -> false;
    private boolean goesOn = true;

    /// @param largestPayload in bytes, without the inner type
    LabelledDatagrams(int labels, int largestPayload) {
        this.largestPayload = largestPayload;
        this.open = new ByteBuffer[labels];
        this.order = new int[labels];
        for (int label = 0; label < labels; label++) {
            open[label] = ByteBuffer.allocate(1 + largestPayload);
        }
    }

    void begin(LabelClassifier.Target to) {
        target = to;
        goesOn = true;
        count = 0;
        for (ByteBuffer part : open) {
            part.clear();
        }
    }

    void add(int label, ByteBuffer bytes, int from, int length) {
        ByteBuffer part = open[label];
        if (part.position() > 0 && part.remaining() < length) {
            sendOne(label, part);
        }
        if (part.remaining() <= length && length > largestPayload) {
            sendAlone(label, bytes, from, length);
            return;
        }
        if (part.position() == 0) {
            part.put(InnerType.DATA);
            if (!isInOrder(label)) {
                order[count++] = label;
            }
        }
        part.put(part.position(), bytes, from, length).position(part.position() + length);
    }

    /// Sends what is open.
    ///
    /// @return false if the target has said so
    boolean send() {
        for (int i = 0; i < count; i++) {
            ByteBuffer part = open[order[i]];
            if (part.position() > 0) {
                sendOne(order[i], part);
            }
        }
        count = 0;
        return goesOn;
    }

    private boolean isInOrder(int label) {
        for (int i = 0; i < count; i++) {
            if (order[i] == label) {
                return true;
            }
        }
        return false;
    }

    private void sendOne(int label, ByteBuffer part) {
        goesOn = goesOn && target.send(label, part.flip());
        part.clear();
    }

    private void sendAlone(int label, ByteBuffer bytes, int from, int length) {
        if (alone.capacity() < 1 + length) {
            alone = ByteBuffer.allocate(1 + length);
        }
        alone.clear().put(InnerType.DATA).put(1, bytes, from, length).position(1 + length);
        goesOn = goesOn && target.send(label, alone.flip());
    }
}
