package org.kagicast.keyserver.replication;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.TableChange;
import org.kagicast.model.BaseKey;
import org.kagicast.model.Member;
import org.kagicast.proto.ReplicatedGrant;
import org.kagicast.proto.ReplicatedKey;
import org.kagicast.proto.Revocation;
import org.kagicast.rpc.ProtoEnums;

/// Puts changes of a key table into messages; [ChangeReader] takes them out again. A message cannot be wiped: it is made
/// right before it is sent, and goes with the next garbage collection.
final class ChangeWriter {

    private static final long NANOS = 1_000_000_000;

    private ChangeWriter() {
    }

    static org.kagicast.proto.TableChange write(TableChange change) {
        var message = org.kagicast.proto.TableChange.newBuilder().setRevision(change.revision());
        switch (change) {
            case TableChange.KeyChange(KeyRecord key) -> message.setKey(key(key));
            case TableChange.GrantChange changed -> message.setGrant(ReplicatedGrant.newBuilder()
                    .setClient(changed.grant().client().value()).setStream(changed.grant().stream().value())
                    .setLabel(changed.grant().label().value())
                    .setHolds(changed.standing() == TableChange.Standing.GIVEN));
            case TableChange.RevocationChange changed ->
                message.setRevocation(revocation(changed.member()).toBuilder()
                        .setReinstated(changed.trust() == TableChange.Trust.REINSTATED));
        }
        return message.build();
    }

    static Revocation revocation(Member member) {
        return Revocation.newBuilder().setClient(member.name().value()).setRole(ProtoEnums.toProto(member.role()))
                .build();
    }

    private static ReplicatedKey key(KeyRecord key) {
        KeyDescription about = key.description();
        ReplicatedKey.Builder message = ReplicatedKey.newBuilder().setKeyId(about.keyId().value())
                .setStream(about.stream().value())
                .setLabel(about.line().label().value()).setNumber(about.number())
                .setOwner(about.owner().value()).setSuite(ProtoEnums.toProto(about.suite().ofPackets()))
                .setState(ProtoEnums.toProto(about.state())).setCreatedNs(nanos(about.created()))
                .setActivatedNs(about.activated().map(ChangeWriter::nanos).orElse(0L))
                .setDeactivatedNs(about.deactivated().map(ChangeWriter::nanos).orElse(0L))
                .setFingerprint(about.fingerprint())
                .setEncryptionKey(bytes(key.encryptionKey().filter(base -> !about.suite().signs())))
                .setDecryptionKey(bytes(key.decryptionKey()));
        key.verificationKey().ifPresent(point -> message.setVerificationKey(ByteString.copyFrom(point.toBytes())));
        return message.build();
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }

    private static ByteString bytes(Optional<BaseKey> key) {
        if (key.isEmpty()) {
            return ByteString.EMPTY;
        }
        byte[] bytes = key.get().copyBytes();
        try {
            return ByteString.copyFrom(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
