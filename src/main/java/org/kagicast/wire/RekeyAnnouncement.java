package org.kagicast.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.LeadTime;

/// The multicast message that names the coming key IDs of a stream (R19). Sealed under the key in use, so that whoever
/// holds that key could have made it: it only ever causes a fetch.
///
/// @param generation grows with every change of the set; a later one replaces an earlier one
/// @param remaining from sending to the take-over, 0 to [LeadTime#LONGEST]
/// @param spread clients spread their requests over this time, 0 to [LeadTime#LONGEST]
/// @param coming in order of use, at most 16; empty when a change was withdrawn
public record RekeyAnnouncement(long generation, Duration remaining, Duration spread, List<ComingKey> coming) {

    /// The most keys that one announcement may name.
    public static final int MOST_KEYS = 16;

    private static final int LONGEST_LABEL = 63;

    public RekeyAnnouncement {
        coming = List.copyOf(coming);
        if (coming.size() > MOST_KEYS || generation < 0 || outside(remaining) || outside(spread)) {
            throw new IllegalArgumentException("an announcement names at most " + MOST_KEYS
                    + " keys and times of 0 to 24 hours");
        }
    }

    /// @param label which of the stream's keys it is; empty for a stream with one
    /// @param replaces the key that ends when this one takes over
    public record ComingKey(KeyId keyId, String label, KeyId replaces) {

        public ComingKey {
            if (label.length() > LONGEST_LABEL) {
                throw new IllegalArgumentException("a label has at most " + LONGEST_LABEL + " characters");
            }
        }
    }

    public byte[] toBytes() {
        var message = org.kagicast.proto.RekeyAnnouncement.newBuilder().setGeneration(generation)
                .setRemainingMs((int) remaining.toMillis()).setSpreadMs((int) spread.toMillis());
        for (ComingKey key : coming) {
            message.addComingKeys(org.kagicast.proto.ComingKey.newBuilder().setKeyId(key.keyId.value())
                    .setLabel(key.label).setReplaces(key.replaces.value()));
        }
        return message.build().toByteArray();
    }

    /// Reads what remains of `body`.
    ///
    /// @return empty if it is no announcement, or one that breaks a bound
    public static Optional<RekeyAnnouncement> parse(ByteBuffer body) {
        try {
            var message = org.kagicast.proto.RekeyAnnouncement.parseFrom(body);
            if (message.getComingKeysCount() > MOST_KEYS) {
                return Optional.empty();
            }
            List<ComingKey> coming = new ArrayList<>();
            for (var key : message.getComingKeysList()) {
                coming.add(new ComingKey(new KeyId(key.getKeyId()), key.getLabel(), new KeyId(key.getReplaces())));
            }
            return Optional.of(new RekeyAnnouncement(message.getGeneration(), millis(message.getRemainingMs()),
                    millis(message.getSpreadMs()), coming));
        } catch (InvalidProtocolBufferException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Duration millis(int unsigned) {
        return Duration.ofMillis(Integer.toUnsignedLong(unsigned));
    }

    private static boolean outside(Duration duration) {
        return duration.isNegative() || duration.compareTo(LeadTime.LONGEST) > 0;
    }
}
