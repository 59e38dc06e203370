package org.kagicast.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kagicast.authenticity.SealedLog;
import org.kagicast.authenticity.SignedControl;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.SigningKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.sframe.InsecureMemberSealer;
import org.kagicast.sframe.Sealer;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.KeyEnd;
import org.kagicast.wire.RekeyAnnouncement;

/// One key that signs, the packets that its content server seals with it, and those of a member who holds its base key.
final class SigningStream {

    private static final int LARGEST_BODY = 1_400;

    private final KeyId keyId;
    private final KeyLine line;
    private final CipherSuite suite;
    private final BaseKey baseKey = BaseKey.random(CipherSuite.AES_256_GCM, new SecureRandom());
    private final SigningKey signingKey = SigningKey.random(new SecureRandom());
    private final SealedLog log = new SealedLog(SealedLog.USUAL_MANIFESTS);
    private final Sealer sealer;
    final InsecureMemberSealer member;
    private byte[] lastManifest = {};

    /// @param signs whether it signs; else it is as streams were before that existed
    SigningStream(String line, long keyId, boolean signs) {
        this.keyId = new KeyId(keyId);
        this.line = KeyLine.parse(line);
        this.suite = signs ? CipherSuite.AES_256_GCM_ED25519 : CipherSuite.AES_256_GCM;
        this.sealer = new Sealer(this.keyId, suite, baseKey,
                this.line.stream().value().getBytes(StandardCharsets.UTF_8));
        this.member = new InsecureMemberSealer(this.keyId, suite, this.line.stream(), baseKey);
    }

    KeyId keyId() {
        return keyId;
    }

    KeyLine line() {
        return line;
    }

    FetchOutcome.Key key() {
        return new FetchOutcome.Key(keyId, line, suite, baseKey.copy(), keyId.value(), Optional.of(KeyState.ACTIVE),
                Optional.empty(), suite.signs() ? Optional.of(signingKey.verificationKey()) : Optional.empty(),
                ScriptedFetcher.SERVER);
    }

    long packets() {
        return sealer.packets();
    }

    ByteBuffer data(String text) {
        return seal(InnerType.DATA, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The manifests that end the slot; none from a stream that does not sign.
    List<ByteBuffer> endSlot() {
        List<ByteBuffer> packets = new ArrayList<>();
        if (suite.signs()) {
            log.endSlot(keyId, sealer.packets(), signingKey, LARGEST_BODY)
                    .forEach(body -> {
                        lastManifest = body;
                        packets.add(seal(InnerType.MANIFEST, body));
                    });
        }
        return packets;
    }

    /// The body of the latest manifest: every member can open it.
    byte[] lastManifest() {
        return lastManifest;
    }

    ByteBuffer announcement(long generation, Duration remaining, KeyId coming) {
        return control(SignedControl.Purpose.ANNOUNCEMENT, InnerType.ANNOUNCEMENT,
                announced(generation, remaining, coming));
    }

    byte[] announced(long generation, Duration remaining, KeyId... coming) {
        return new RekeyAnnouncement(generation, remaining, Duration.ZERO, List.of(coming).stream()
                .map(key -> new RekeyAnnouncement.ComingKey(key, line.label().value(), keyId)).toList()).toBytes();
    }

    ByteBuffer endOf(SigningStream former) {
        return control(SignedControl.Purpose.KEY_END, InnerType.KEY_END,
                new KeyEnd(former.keyId, former.packets()).toBytes());
    }

    private ByteBuffer control(SignedControl.Purpose purpose, byte type, byte[] body) {
        return seal(type, suite.signs()
                ? new SignedControl(purpose, line, keyId, sealer.packets()).sign(body, signingKey)
                : body);
    }

    private ByteBuffer seal(byte type, byte[] body) {
        ByteBuffer inner = ByteBuffer.allocate(1 + body.length).put(type).put(body).flip();
        ByteBuffer packet = ByteBuffer.allocate(sealer.sealedSize(inner.remaining()));
        sealer.seal(inner, packet);
        packet.flip();
        if (type == InnerType.MANIFEST) {
            log.sealedManifest(packet.duplicate());
        } else {
            log.sealed(packet.duplicate());
        }
        return packet;
    }
}
