package org.kagicast.keyserver.replication;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.LineNumbers;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;
import org.kagicast.proto.ReplicatedGrant;
import org.kagicast.proto.ReplicatedKey;
import org.kagicast.proto.Revocation;
import org.kagicast.rpc.ProtoEnums;

/// Takes changes of a key table out of messages. What breaks a rule makes an [IllegalArgumentException] or an
/// [org.kagicast.model.OperatorException] without secrets: a copy with half a change would be worse than none.
final class ChangeReader {

    private static final long NANOS = 1_000_000_000;

    private ChangeReader() {
    }

    /// The caller closes the change.
    static TableChange read(org.kagicast.proto.TableChange message) {
        long revision = message.getRevision();
        return switch (message.getWhatCase()) {
            case KEY -> new TableChange.KeyChange(key(message.getKey(), revision));
            case GRANT -> grant(message.getGrant(), revision);
            case REVOCATION -> revocation(message.getRevocation(), revision);
            case WHAT_NOT_SET ->
                throw new IllegalArgumentException("a change of a kind that this version does not know");
        };
    }

    private static TableChange revocation(Revocation message, long revision) {
        return new TableChange.RevocationChange(member(message),
                message.getReinstated() ? Trust.REINSTATED : Trust.REVOKED, revision);
    }

    /// Masters that only knew of revoked clients name no role.
    static Member member(Revocation message) {
        Role role = message.getRole() == org.kagicast.proto.Role.ROLE_UNSPECIFIED
                ? Role.CLIENT
                : ProtoEnums.toModel(message.getRole())
                        .orElseThrow(() -> new IllegalArgumentException("a revocation of an unknown role"));
        return new Member(role, new NodeName(message.getClient()));
    }

    private static TableChange grant(ReplicatedGrant message, long revision) {
        Grant grant = new Grant(new NodeName(message.getClient()), new StreamName(message.getStream()),
                new KeyLabel(message.getLabel()));
        return new TableChange.GrantChange(grant, message.getHolds() ? Standing.GIVEN : Standing.TAKEN_BACK, revision);
    }

    private static KeyRecord key(ReplicatedKey message, long revision) {
        Optional<VerificationKey> verificationKey = verificationKey(message.getVerificationKey());
        CipherSuite suite = ProtoEnums.toModel(message.getSuite())
                .map(packets -> verificationKey.isPresent() ? packets.signing() : packets)
                .orElseThrow(() -> new IllegalArgumentException("a key of an unknown suite"));
        KeyState state = ProtoEnums.toModel(message.getState())
                .orElseThrow(() -> new IllegalArgumentException("a key in an unknown state"));
        if ((state == KeyState.DESTROYED) != message.getDecryptionKey().isEmpty()) {
            throw new IllegalArgumentException("a key that is " + state + " and yet "
                    + (message.getDecryptionKey().isEmpty() ? "missing" : "there"));
        }
        if (message.getNumber() < 0 || message.getNumber() >= LineNumbers.LIMIT) {
            throw new IllegalArgumentException("a key with the number " + message.getNumber());
        }
        KeyLine line = new KeyLine(new StreamName(message.getStream()), new KeyLabel(message.getLabel()));
        KeyDescription about = new KeyDescription(new KeyId(message.getKeyId()), line, message.getNumber(),
                new NodeName(message.getOwner()), suite, state, instant(message.getCreatedNs()),
                optional(message.getActivatedNs()), optional(message.getDeactivatedNs()), message.getFingerprint(),
                revision, 0);
        return new KeyRecord(about, baseKey(message.getEncryptionKey(), suite),
                baseKey(message.getDecryptionKey(), suite), Optional.empty(), verificationKey);
    }

    private static Optional<VerificationKey> verificationKey(ByteString point) {
        return point.isEmpty() ? Optional.empty() : Optional.of(VerificationKey.of(point.toByteArray()));
    }

    private static Optional<BaseKey> baseKey(ByteString secret, CipherSuite suite) {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        if (secret.size() != suite.keyBytes()) {
            throw new IllegalArgumentException("a key of " + secret.size() + " bytes for " + suite.text());
        }
        byte[] bytes = secret.toByteArray();
        try {
            return Optional.of(BaseKey.copyOf(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<Instant> optional(long nanos) {
        return nanos == 0 ? Optional.empty() : Optional.of(instant(nanos));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
