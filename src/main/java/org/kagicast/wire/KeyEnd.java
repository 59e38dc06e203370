package org.kagicast.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.kagicast.model.KeyId;

/// How many packets a former key sealed, told under the key that followed it, so that a loss at the very end of a key is
/// seen as loss.
///
/// @param packets 0 or more, control packets included
public record KeyEnd(KeyId keyId, long packets) {

    public KeyEnd {
        if (packets < 0) {
            throw new IllegalArgumentException("a key seals no fewer than 0 packets");
        }
    }

    public byte[] toBytes() {
        return org.kagicast.proto.KeyEnd.newBuilder().setKeyId(keyId.value()).setPackets(packets).build().toByteArray();
    }

    /// Reads what remains of `body`.
    ///
    /// @return empty if it is no key end
    public static Optional<KeyEnd> parse(ByteBuffer body) {
        try {
            var message = org.kagicast.proto.KeyEnd.parseFrom(body);
            return Optional.of(new KeyEnd(new KeyId(message.getKeyId()), message.getPackets()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
