package org.kagicast.keyserver;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.VerificationKey;
import org.kagicast.proto.CountFetchersResponse;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepartedSlave;
import org.kagicast.proto.DepositKeyResponse;
import org.kagicast.proto.DepositKeyResponse.Outcome;
import org.kagicast.proto.EncryptionKey;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyFetchers;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.KeyCounts;

/// Writes records of the key table into responses. A message cannot be wiped: it is made right before it is sent, and
/// goes with the next garbage collection.
final class Responses {

    private Responses() {
    }

    static CreateKeyResponse created(KeyRecord key) {
        KeyDescription about = key.description();
        EncryptionKey.Builder message = EncryptionKey.newBuilder().setKeyId(about.keyId().value())
                .setSuite(ProtoEnums.toProto(about.suite())).setStream(about.stream().value())
                .setLabel(about.line().label().value()).setNumber(about.number())
                .setBaseKey(bytes(key.encryptionKey().orElseThrow()));
        key.signingKey().ifPresent(signing -> message.setSigningKey(wiped(signing.copyBytes())));
        return CreateKeyResponse.newBuilder().setKey(message).build();
    }

    /// @param stored empty if the ID is taken
    static DepositKeyResponse deposited(Optional<KeyDescription> stored) {
        return stored.map(key -> DepositKeyResponse.newBuilder().setOutcome(Outcome.OUTCOME_STORED)
                .setNumber(key.number()).build())
                .orElseGet(() -> DepositKeyResponse.newBuilder().setOutcome(Outcome.OUTCOME_ID_TAKEN).build());
    }

    static GetKeyResponse answered(KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.Given given -> GetKeyResponse.newBuilder().setKey(decryptionKey(given.record())).build();
            case KeyAnswer.Passed passed -> GetKeyResponse.newBuilder().setKey(decryptionKey(passed.fetched())).build();
            case KeyAnswer.Refused refused -> GetKeyResponse.newBuilder()
                    .setRefusal(ProtoEnums.toProto(refused.reason()))
                    .setRefusedStream(refused.line().map(line -> line.stream().value()).orElse(""))
                    .setRefusedLabel(refused.line().map(line -> line.label().value()).orElse("")).build();
            case KeyAnswer.Unavailable unavailable ->
                GetKeyResponse.newBuilder().setUnavailable(unavailable.sentence().text())
                        .setUnavailableMessage(MessageCodec.write(unavailable.sentence())).build();
        };
    }

    static CountFetchersResponse counted(KeyCounts counts) {
        CountFetchersResponse.Builder response = CountFetchersResponse.newBuilder().setSlaves(counts.slaves())
                .addAllFollowing(counts.following().stream().map(NodeName::value).toList())
                .addAllLately(counts.lately().entrySet().stream().map(Responses::departed).toList())
                .addAllRevokedSlaves(counts.revoked().stream().map(NodeName::value).toList())
                .addAllNotStoring(counts.notStoring().stream().map(NodeName::value).toList());
        counts.keys().forEach((keyId, count) -> response.addKeys(KeyFetchers.newBuilder().setKeyId(keyId.value())
                .setFetchers(count.clients()).setSlaves(count.slaves())));
        return response.build();
    }

    /// What is left of a millisecond counts, lest the slave seem to have followed later than it did.
    private static DepartedSlave departed(Map.Entry<NodeName, Duration> slave) {
        return DepartedSlave.newBuilder().setName(slave.getKey().value())
                .setMillisAgo(slave.getValue().plusNanos(999_999).toMillis()).build();
    }

    private static DecryptionKey decryptionKey(KeyRecord key) {
        KeyDescription about = key.description();
        return decryptionKey(about.keyId(), about.suite(), about.line(), key.decryptionKey().orElseThrow(),
                key.verificationKey())
                .setNumber(about.number()).setState(ProtoEnums.toProto(about.state()))
                .setContentServer(about.owner().value()).build();
    }

    private static DecryptionKey decryptionKey(FetchOutcome.Key key) {
        DecryptionKey.Builder message = decryptionKey(key.keyId(), key.suite(), key.line(), key.baseKey(),
                key.verificationKey())
                .setNumber(key.number());
        key.state().map(ProtoEnums::toProto).ifPresent(message::setState);
        key.sender().map(NodeName::value).ifPresent(message::setContentServer);
        return message.build();
    }

    private static DecryptionKey.Builder decryptionKey(KeyId keyId, CipherSuite suite, KeyLine line, BaseKey key,
            Optional<VerificationKey> verificationKey) {
        DecryptionKey.Builder message = DecryptionKey.newBuilder().setKeyId(keyId.value())
                .setSuite(ProtoEnums.toProto(suite.ofPackets())).setStream(line.stream().value())
                .setLabel(line.label().value()).setBaseKey(bytes(key));
        verificationKey.ifPresent(point -> message.setVerificationKey(ByteString.copyFrom(point.toBytes())));
        return message;
    }

    private static ByteString bytes(BaseKey key) {
        return wiped(key.copyBytes());
    }

    /// A copy of the bytes, which are wiped.
    private static ByteString wiped(byte[] bytes) {
        try {
            return ByteString.copyFrom(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
