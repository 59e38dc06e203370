package org.kagicast.sframe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.StreamName;

/// Seals as any member of a group can who holds the base key: under whatever counter it likes, as often as it likes. For
/// demonstrations of that and for tests only: who uses a counter twice gives away what was sealed under it.
///
/// @param baseKey stays the caller's, who closes it
public record InsecureMemberSealer(KeyId keyId, CipherSuite suite, StreamName stream, BaseKey baseKey) {

    /// @param body at most what a datagram holds
    /// @return the packet
    public ByteBuffer seal(long counter, byte type, byte[] body) {
        try (Sealer sealer = new Sealer(keyId, suite, baseKey, stream.value().getBytes(StandardCharsets.UTF_8),
                counter)) {
            ByteBuffer inner = ByteBuffer.allocate(1 + body.length).put(type).put(body).flip();
            ByteBuffer packet = ByteBuffer.allocate(sealer.sealedSize(inner.remaining()));
            sealer.seal(inner, packet);
            return packet.flip();
        }
    }
}
