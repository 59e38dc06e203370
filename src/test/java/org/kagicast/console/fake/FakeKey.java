package org.kagicast.console.fake;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

final class FakeKey {

    final KeyId keyId;
    final long number;
    final StreamName stream;
    final NodeName owner;
    final Instant created;
    final Set<NodeName> fetchers = new HashSet<>();
    KeyState state = KeyState.PRE_ACTIVE;
    Optional<Instant> activated = Optional.empty();
    Optional<Instant> deactivated = Optional.empty();
    long packets;
    final CipherSuite suite;

    FakeKey(KeyId keyId, long number, StreamName stream, NodeName owner, CipherSuite suite, Instant created) {
        this.suite = suite;
        this.keyId = keyId;
        this.number = number;
        this.stream = stream;
        this.owner = owner;
        this.created = created;
    }

    String fingerprint() {
        return String.format("%08x", (int) (keyId.value() * 0x9E3779B97F4A7C15L >>> 20));
    }

    void activate(Instant at) {
        state = KeyState.ACTIVE;
        activated = Optional.of(at);
    }

    void deactivate(Instant at) {
        state = KeyState.DEACTIVATED;
        deactivated = Optional.of(at);
    }

    KeyRow keyRow() {
        return new KeyRow(keyId, stream, KeyLabel.NONE, number, owner, suite, state, created,
                activated,
                deactivated,
                fingerprint(), fetchers.size());
    }

    EncryptionKeyRow encryptionKeyRow() {
        return new EncryptionKeyRow(keyId, stream, KeyLabel.NONE, number, suite, state, created,
                packets,
                fingerprint());
    }
}
