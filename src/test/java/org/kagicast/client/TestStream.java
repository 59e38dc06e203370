package org.kagicast.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.StreamName;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.sframe.Sealer;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.RekeyAnnouncement;

/// One key of a stream, and the packets sealed with it. Keys are numbered as their IDs unless told otherwise.
final class TestStream {

    private final KeyId keyId;
    private final KeyLine line;
    private final long number;
    private KeyState state = KeyState.ACTIVE;
    private final BaseKey baseKey = BaseKey.random(CipherSuite.AES_256_GCM, new SecureRandom());
    private final Sealer sealer;

    /// @param line `stream` or `stream:label`
    TestStream(String line, long keyId) {
        this(line, keyId, keyId);
    }

    /// @param number its place in its line
    TestStream(String line, long keyId, long number) {
        this.number = number;
        this.keyId = new KeyId(keyId);
        this.line = KeyLine.parse(line);
        this.sealer = new Sealer(this.keyId, CipherSuite.AES_256_GCM, baseKey,
                name().value().getBytes(StandardCharsets.UTF_8));
    }

    KeyId keyId() {
        return keyId;
    }

    StreamName name() {
        return line.stream();
    }

    KeyLine line() {
        return line;
    }

    FetchOutcome.Key key() {
        return new FetchOutcome.Key(keyId, line, CipherSuite.AES_256_GCM, baseKey.copy(),
                number, Optional.of(state), ScriptedFetcher.SERVER);
    }

    /// What the key server says of it from now on.
    TestStream become(KeyState next) {
        state = next;
        return this;
    }

    ByteBuffer data(String text) {
        return seal(InnerType.DATA, text.getBytes(StandardCharsets.UTF_8));
    }

    ByteBuffer announcement(long generation, Duration remaining, TestStream... coming) {
        List<RekeyAnnouncement.ComingKey> keys = List.of(coming).stream()
                .map(key -> new RekeyAnnouncement.ComingKey(key.keyId, line.label().value(), keyId)).toList();
        return seal(InnerType.ANNOUNCEMENT,
                new RekeyAnnouncement(generation, remaining, remaining.dividedBy(2), keys).toBytes());
    }

    ByteBuffer endOf(TestStream former, long packets) {
        return seal(InnerType.KEY_END, new KeyEnd(former.keyId, packets).toBytes());
    }

    /// A packet with nothing inside, not even a type.
    ByteBuffer sealNothing() {
        return seal(ByteBuffer.allocate(0));
    }

    ByteBuffer seal(byte type, byte[] body) {
        return seal(ByteBuffer.allocate(1 + body.length).put(type).put(body).flip());
    }

    private ByteBuffer seal(ByteBuffer inner) {
        ByteBuffer packet = ByteBuffer.allocate(sealer.sealedSize(inner.remaining()));
        sealer.seal(inner, packet);
        return packet.flip();
    }
}
