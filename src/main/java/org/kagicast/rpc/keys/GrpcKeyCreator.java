package org.kagicast.rpc.keys;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.proto.CountFetchersRequest;
import org.kagicast.proto.CountFetchersResponse;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.DepositKeyResponse;
import org.kagicast.proto.EncryptionKey;
import org.kagicast.proto.KeyFetchers;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.SetKeyStateResponse;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.rpc.UnaryCall;

/// A [KeyCreator] over gRPC. The connection stays with whoever opened it.
public final class GrpcKeyCreator implements KeyCreator {

    /// Who has not followed for longer did not follow lately.
    private static final Duration LONGEST_AGO = Duration.ofDays(1);

    private final Connection connection;
    private final String instanceId;

    /// For a process that knows of no others of the same content server.
    public GrpcKeyCreator(Connection connection) {
        this(connection, "");
    }

    /// @param instanceId drawn at random by this process, and the same for its rekey orders
    public GrpcKeyCreator(Connection connection, String instanceId) {
        this.connection = connection;
        this.instanceId = instanceId;
    }

    @Override
    public CompletableFuture<CreatedKey> create(KeyLine line, CipherSuite suite, UUID idempotencyId,
            FetchReason reason, long afterNumber) {
        CreateKeyRequest request = CreateKeyRequest.newBuilder().setStream(line.stream().value())
                .setLabel(line.label().value()).setSuite(ProtoEnums.toProto(suite))
                .setIdempotencyId(bytes(idempotencyId)).setInstanceId(instanceId)
                .setAnnounced(reason == FetchReason.ANNOUNCED).setAfterNumber(afterNumber).build();
        return UnaryCall.start(connection, KeyServiceGrpc.getCreateKeyMethod(), request,
                new CreationReading(connection.peer(), line, suite));
    }

    @Override
    public CompletableFuture<DepositAnswer> deposit(KeyLine line, CipherSuite suite, KeyId keyId,
            BaseKey decryptionKey, Optional<VerificationKey> verificationKey, long afterNumber) {
        byte[] bytes = decryptionKey.copyBytes();
        try {
            DecryptionKey.Builder key = DecryptionKey.newBuilder().setKeyId(keyId.value())
                    .setStream(line.stream().value()).setLabel(line.label().value())
                    .setSuite(ProtoEnums.toProto(suite)).setBaseKey(ByteString.copyFrom(bytes));
            verificationKey.ifPresent(point -> key.setVerificationKey(ByteString.copyFrom(point.toBytes())));
            return UnaryCall.start(connection, KeyServiceGrpc.getDepositKeyMethod(),
                    DepositKeyRequest.newBuilder().setKey(key).setInstanceId(instanceId).setAfterNumber(afterNumber)
                            .build(),
                    new DepositReading(connection.peer()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public CompletableFuture<KeyState> setState(KeyId keyId, KeyState state) {
        SetKeyStateRequest request = SetKeyStateRequest.newBuilder().setKeyId(keyId.value())
                .setState(ProtoEnums.toProto(state)).setInstanceId(instanceId).build();
        return UnaryCall.start(connection, KeyServiceGrpc.getSetKeyStateMethod(), request,
                new StateReading(connection.peer(), state));
    }

    @Override
    public CompletableFuture<KeyCounts> countFetchers(Set<KeyId> keyIds, Set<NodeName> knownSlaves) {
        CountFetchersRequest request = CountFetchersRequest.newBuilder()
                .addAllKeyIds(keyIds.stream().map(KeyId::value).toList())
                .addAllKnownSlaves(knownSlaves.stream().map(NodeName::value).toList()).build();
        return UnaryCall.start(connection, KeyServiceGrpc.getCountFetchersMethod(), request,
                new CountReading(connection.peer(), Set.copyOf(keyIds), Set.copyOf(knownSlaves)));
    }

    /// What cannot be a number is none.
    private static long number(long told) {
        return Math.max(0, told);
    }

    private static ByteString bytes(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).flip();
        return ByteString.copyFrom(bytes);
    }

    private record CreationReading(String peer, KeyLine line,
            CipherSuite suite) implements UnaryCall.Reading<CreateKeyResponse, CreatedKey> {

        @Override
        public CreatedKey answered(CreateKeyResponse message, NodeName from) {
            EncryptionKey key = message.getKey();
            Optional<ReceivedKey> received = ReceivedKey.of(key.getKeyId(), key.getSuite(), key.getStream(),
                    key.getLabel(), key.getBaseKey());
            boolean hasSigningKey = key.getSigningKey().size() == SigningKey.BYTES;
            return received
                    .filter(sound -> sound.line().equals(line) && sound.suite() == suite
                            && suite.signs() == hasSigningKey)
                    .map(sound -> new CreatedKey(sound.keyId(), sound.suite(), sound.line(), number(key.getNumber()),
                            sound.baseKey(), signingKey(key.getSigningKey())))
                    .orElseThrow(() -> new OperatorException(ConnectionMessage.KEY_NOT_FITTING.with(peer, line)));
        }

        /// The message itself is immutable and goes with the next garbage collection; the copy made here is wiped.
        private static Optional<SigningKey> signingKey(ByteString secret) {
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            byte[] bytes = secret.toByteArray();
            try {
                return Optional.of(SigningKey.copyOf(bytes));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        @Override
        public void discard(CreatedKey result) {
            result.close();
        }
    }

    private record DepositReading(String peer) implements UnaryCall.Reading<DepositKeyResponse, DepositAnswer> {

        @Override
        public DepositAnswer answered(DepositKeyResponse message, NodeName from) {
            return switch (message.getOutcome()) {
                case OUTCOME_STORED -> new DepositAnswer.Stored(number(message.getNumber()));
                case OUTCOME_ID_TAKEN -> new DepositAnswer.IdTaken();
                case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                    throw new OperatorException(ConnectionMessage.DEPOSIT_ANSWER_UNKNOWN.with(peer));
            };
        }

        @Override
        public void discard(DepositAnswer result) {
            // Nothing in it is secret.
        }
    }

    private record StateReading(String peer,
            KeyState state) implements UnaryCall.Reading<SetKeyStateResponse, KeyState> {

        @Override
        public KeyState answered(SetKeyStateResponse message, NodeName from) {
            return state;
        }

        @Override
        public void discard(KeyState result) {
            // A state is no secret.
        }
    }

    private record CountReading(String peer,
            Set<KeyId> asked,
            Set<NodeName> knownSlaves) implements UnaryCall.Reading<CountFetchersResponse, KeyCounts> {

        /// What was not asked for is not looked at.
        @Override
        public KeyCounts answered(CountFetchersResponse message, NodeName from) {
            Map<KeyId, KeyCounts.Count> counts = new HashMap<>();
            for (KeyFetchers key : message.getKeysList()) {
                asked.stream().filter(keyId -> keyId.value() == key.getKeyId())
                        .forEach(keyId -> counts.put(keyId, new KeyCounts.Count(Math.max(0, key.getFetchers()),
                                Math.max(0, key.getSlaves()))));
            }
            Set<NodeName> following = names(message.getFollowingList());
            return new KeyCounts(counts, Math.max(following.size(), message.getSlaves()), following,
                    lately(message),
                    knownSlaves.stream().filter(slave -> message.getRevokedSlavesList().contains(slave.value()))
                            .collect(Collectors.toUnmodifiableSet()),
                    names(message.getNotStoringList()));
        }

        private static Set<NodeName> names(List<String> told) {
            return told.stream().limit(KeyCounts.MOST_SLAVES).map(NodeName::new)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private static Map<NodeName, Duration> lately(CountFetchersResponse message) {
            return message.getLatelyList().stream().limit(KeyCounts.MOST_SLAVES)
                    .filter(slave -> slave.getMillisAgo() >= 0 && slave.getMillisAgo() <= LONGEST_AGO.toMillis())
                    .collect(Collectors.toUnmodifiableMap(slave -> new NodeName(slave.getName()),
                            slave -> Duration.ofMillis(slave.getMillisAgo()), (one, other) -> one));
        }

        @Override
        public void discard(KeyCounts result) {
            // Numbers are no secret.
        }
    }
}
