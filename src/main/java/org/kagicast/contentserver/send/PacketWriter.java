package org.kagicast.contentserver.send;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.contentserver.keys.EncryptionKey;
import org.kagicast.contentserver.keys.StreamContext;
import org.kagicast.model.KeyId;
import org.kagicast.multicast.PacketSender;
import org.kagicast.wire.Fragment;
import org.kagicast.wire.InnerType;

/// Seals packets with the key chosen and sends them (R5), counting what went out. A payload that is too long for one packet
/// goes in several, all under one key. It belongs to the stream's thread.
public final class PacketWriter {

    /// The latest key IDs remembered for the summary.
    public static final int MOST_KEY_IDS = 1_000;

    private static final long MOST_KEPT_FOR_MANIFESTS = 1_024;

    private final KeyChoice keys;
    private final PacketSender sender;
    private final StreamContext context;
    private final long hardLimit;
    private final int largestPayload;
    private final ByteBuffer piece;
    /// Of the labels whose keys sign, by their places.
    private final Map<Integer, ManifestSlots> slots = new HashMap<>();
    private int cutDatagrams;
    private final Deque<KeyId> keyIds = new ArrayDeque<>();
    private long dataPackets;
    private long dataBytes;
    private boolean isMuted;

    /// @param hardLimit packets that one key may seal
    /// @param largestPayload of one packet in bytes, without the inner type
    public PacketWriter(KeyChoice keys, PacketSender sender, StreamContext context, long hardLimit,
            int largestPayload) {
        this.keys = keys;
        this.sender = sender;
        this.context = context;
        this.hardLimit = hardLimit;
        this.largestPayload = largestPayload;
        this.piece = ByteBuffer.allocate(1 + largestPayload);
    }

    /// Chooses keys (R6).
    @FunctionalInterface
    public interface KeyChoice {

        /// The key for the next packet of the label, told by its place among the stream's; null before its first has come.
        @Nullable
        EncryptionKey choose(int label);
    }

    /// Sends control packets of one label.
    public interface Control {

        /// Seals, signs where the key signs, and sends one control packet at once, whether or not data waits for the
        /// network.
        void send(SignedControl.Purpose purpose, byte[] body);

        /// The key in use seals nothing more: sends the manifests that are still owed, where it signs.
        void finish();
    }

    /// Seals and sends one payload, with the next flush.
    ///
    /// @param label whose key to take, by its place among the stream's
    /// @param plaintext the inner type and the body
    /// @return false if there is no key, or the key may not seal so many packets more
    public boolean send(int label, ByteBuffer plaintext) {
        if (isMuted) {
            return true;
        }
        EncryptionKey key = keys.choose(label);
        byte type = plaintext.get(plaintext.position());
        int bodyBytes = plaintext.remaining() - 1;
        int packets = type == InnerType.DATA ? Fragment.packets(bodyBytes, largestPayload) : 1;
        if (key == null || key.packets() + packets > limit(key)) {
            return false;
        }
        if (key.packets() == 0) {
            remember(key.id());
        }
        if (packets == 1) {
            seal(key, plaintext);
        } else {
            sealInPieces(key, plaintext, packets);
        }
        if (key.signs()) {
            slots(label).sealed(key);
        }
        if (type == InnerType.DATA || type == InnerType.TEST_CARD) {
            dataPackets += packets;
            dataBytes += bodyBytes;
        }
        return true;
    }

    private void sealInPieces(EncryptionKey key, ByteBuffer plaintext, int packets) {
        plaintext.position(plaintext.position() + 1);
        for (int number = 0; number < packets; number++) {
            piece.clear().put(InnerType.FRAGMENT);
            Fragment.write(cutDatagrams, plaintext, number, packets, piece);
            seal(key, piece.flip());
        }
        cutDatagrams++;
    }

    private void seal(EncryptionKey key, ByteBuffer plaintext) {
        key.seal(plaintext, sender.reserve(key.sealedSize(plaintext.remaining())));
        sender.commit();
    }

    /// Lets go of every packet from now on, unsealed.
    public void mute() {
        isMuted = true;
    }

    /// Sends again.
    public void unmute() {
        isMuted = false;
    }

    /// What data and control packets may take of a key: one that signs keeps the rest for the manifests over them.
    private long limit(EncryptionKey key) {
        return key.signs() ? hardLimit - Math.min(MOST_KEPT_FOR_MANIFESTS, hardLimit / 4) : hardLimit;
    }

    private ManifestSlots slots(int label) {
        ManifestSlots known = slots.get(label);
        if (known == null) {
            known = new ManifestSlots(context, largestPayload, this::sendManifest, sender::flush);
            slots.put(label, known);
        }
        return known;
    }

    private void sendManifest(EncryptionKey key, byte[] body) {
        if (key.packets() < hardLimit) {
            seal(key, withType(InnerType.MANIFEST, body));
        }
    }

    private static ByteBuffer withType(byte type, byte[] body) {
        return ByteBuffer.allocate(1 + body.length).put(type).put(body).flip();
    }

    /// How control packets go out under the key of that label, so that they tell nothing to who cannot open it.
    public Control control(int label) {
        return new Control() {
            @Override
            public void send(SignedControl.Purpose purpose, byte[] body) {
                EncryptionKey key = keys.choose(label);
                if (key != null) {
                    PacketWriter.this.send(label, withType(type(purpose), key.signed(purpose, body)));
                    sender.flush();
                }
            }

            @Override
            public void finish() {
                EncryptionKey key = keys.choose(label);
                if (key != null && key.isOwing()) {
                    slots(label).finish(key);
                    sender.flush();
                }
            }
        };
    }

    private static byte type(SignedControl.Purpose purpose) {
        return switch (purpose) {
            case ANNOUNCEMENT -> InnerType.ANNOUNCEMENT;
            case KEY_END -> InnerType.KEY_END;
        };
    }

    /// The latest key IDs that sealed a packet, at most [#MOST_KEY_IDS], in order of use.
    public List<KeyId> keyIds() {
        return List.copyOf(keyIds);
    }

    /// Data packets sent, test card included.
    public long dataPackets() {
        return dataPackets;
    }

    /// Bytes of their bodies.
    public long dataBytes() {
        return dataBytes;
    }

    private void remember(KeyId keyId) {
        keyIds.addLast(keyId);
        if (keyIds.size() > MOST_KEY_IDS) {
            keyIds.removeFirst();
        }
    }
}
