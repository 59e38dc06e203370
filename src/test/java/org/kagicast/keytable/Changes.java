package org.kagicast.keytable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.KeyChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Changes as a key master sends them. A key's bytes follow from its ID.
public final class Changes {

    public static final NodeName CS1 = new NodeName("cs-1");
    public static final NodeName ALICE = new NodeName("alice");
    public static final NodeName BOB = new NodeName("bob");
    public static final StreamName NEWS = new StreamName("news");
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Changes() {
    }

    /// A key that was made `keyId` seconds after the start.
    public static TableChange key(long keyId, KeyState state, long revision) {
        BaseKey key = baseKey(keyId);
        boolean isGone = state == KeyState.DESTROYED;
        Instant created = START.plusSeconds(keyId);
        return new KeyChange(new KeyRecord(
                new KeyDescription(new KeyId(keyId), new KeyLine(NEWS), keyId, CS1, CipherSuite.AES_256_GCM, state,
                        created,
                        state == KeyState.PRE_ACTIVE ? Optional.empty() : Optional.of(created.plusMillis(1)),
                        Optional.empty(), isGone ? "" : key.fingerprint(), revision, 0),
                isGone ? Optional.empty() : Optional.of(key), isGone ? Optional.empty() : Optional.of(key.copy())));
    }

    public static BaseKey baseKey(long keyId) {
        return BaseKey.copyOf("thirty-two bytes: %014d".formatted(keyId).getBytes(StandardCharsets.US_ASCII));
    }

    public static TableChange grant(NodeName client, Standing standing, long revision) {
        return new GrantChange(new Grant(client, NEWS), standing, revision);
    }

    public static TableChange revocation(NodeName client, long revision) {
        return new RevocationChange(Member.client(client), Trust.REVOKED, revision);
    }
}
