package org.kagicast.contentserver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.kagicast.model.KeyId;
import org.kagicast.wire.InnerType;

/// Seals packets with the key chosen and sends them (R5), counting what went out. It belongs to the stream's thread.
final class Sending {

    /// The latest key IDs remembered for the summary.
    static final int MOST_KEY_IDS = 1_000;

    private final KeySelection selection;
    private final PacketSender sender;
    private final long hardLimit;
    private final Deque<KeyId> keyIds = new ArrayDeque<>();
    private long dataPackets;
    private long dataBytes;

    /// @param hardLimit packets that one key may seal
    Sending(KeySelection selection, PacketSender sender, long hardLimit) {
        this.selection = selection;
        this.sender = sender;
        this.hardLimit = hardLimit;
    }

    /// Sends control packets of one label.
    @FunctionalInterface
    interface Control {

        /// Seals and sends one control packet at once, whether or not data waits for the network.
        void send(byte type, byte[] body);
    }

    /// Seals and sends one packet, with the next flush.
    ///
    /// @param label whose key to take, by its place among the stream's
    /// @param plaintext the inner type and the body
    /// @return false if there is no key, or the key has sealed all the packets that it may
    boolean send(int label, ByteBuffer plaintext) {
        EncryptionKey key = selection.choose(label);
        if (key == null || key.packets() >= hardLimit) {
            return false;
        }
        if (key.packets() == 0) {
            remember(key.id());
        }
        byte type = plaintext.get(plaintext.position());
        int bodyBytes = plaintext.remaining() - 1;
        key.seal(plaintext, sender.reserve(key.sealedSize(1 + bodyBytes)));
        sender.commit();
        if (type == InnerType.DATA || type == InnerType.TEST_CARD) {
            dataPackets++;
            dataBytes += bodyBytes;
        }
        return true;
    }

    /// How control packets go out under the key of that label, so that they tell nothing to who cannot open it.
    Control control(int label) {
        return (type, body) -> {
            send(label, ByteBuffer.allocate(1 + body.length).put(type).put(body).flip());
            sender.flush();
        };
    }

    /// The latest key IDs that sealed a packet, at most [#MOST_KEY_IDS], in order of use.
    List<KeyId> keyIds() {
        return List.copyOf(keyIds);
    }

    /// Data packets sent, test card included.
    long dataPackets() {
        return dataPackets;
    }

    /// Bytes of their bodies.
    long dataBytes() {
        return dataBytes;
    }

    private void remember(KeyId keyId) {
        keyIds.addLast(keyId);
        if (keyIds.size() > MOST_KEY_IDS) {
            keyIds.removeFirst();
        }
    }
}
