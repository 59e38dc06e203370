package org.kagicast.rpc.keys;

import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.rpc.UnaryCall;
import org.kagicast.rpc.keys.FetchOutcome.Refused;
import org.kagicast.rpc.keys.FetchOutcome.Unreachable;

/// A [KeyFetcher] over gRPC. The connection stays with whoever opened it.
public final class GrpcKeyFetcher implements KeyFetcher {

    private final Connection connection;

    public GrpcKeyFetcher(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Fetch fetch(KeyId keyId, FetchReason reason) {
        GetKeyRequest request = GetKeyRequest.newBuilder().setKeyId(keyId.value())
                .setAnnounced(reason == FetchReason.ANNOUNCED).build();
        CompletableFuture<FetchOutcome> outcome = UnaryCall.start(connection, KeyServiceGrpc.getGetKeyMethod(), request,
                new KeyReading(connection.peer(), keyId));
        return () -> outcome;
    }

    record KeyReading(String peer,
            KeyId asked) implements UnaryCall.Reading<GetKeyResponse, FetchOutcome> {

        @Override
        public FetchOutcome answered(GetKeyResponse message, NodeName from) {
            return switch (message.getOutcomeCase()) {
                case KEY -> key(message.getKey(), from);
                case REFUSAL -> refusal(message, from);
                case UNAVAILABLE ->
                    MessageCodec.read(message.getUnavailable(), message.getUnavailableMessage())
                            .<FetchOutcome>map(Unreachable::new).orElseGet(this::unusable);
                case OUTCOME_NOT_SET -> unusable();
            };
        }

        private FetchOutcome key(DecryptionKey key, NodeName from) {
            if (key.getKeyId() != asked.value() || key.getNumber() < 0) {
                return unusable();
            }
            Optional<NodeName> sender = sender(key);
            Optional<VerificationKey> verificationKey = VerificationKey.parse(key.getVerificationKey().toByteArray());
            if (verificationKey.isEmpty() != key.getVerificationKey().isEmpty()) {
                return unusable();
            }
            Optional<ReceivedKey> received = ReceivedKey.of(key.getKeyId(), key.getSuite(), key.getStream(),
                    key.getLabel(), key.getBaseKey());
            return received.<FetchOutcome>map(
                    sound -> new FetchOutcome.Key(sound.keyId(), sound.line(),
                            verificationKey.isPresent() ? sound.suite().signing() : sound.suite(), sound.baseKey(),
                            key.getNumber(), ProtoEnums.toModel(key.getState()), sender, verificationKey, from))
                    .orElseGet(this::unusable);
        }

        /// A name that is none is as good as none.
        private static Optional<NodeName> sender(DecryptionKey key) {
            try {
                return key.getContentServer().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new NodeName(key.getContentServer()));
            } catch (OperatorException noName) {
                return Optional.empty();
            }
        }

        private FetchOutcome refusal(GetKeyResponse message, NodeName from) {
            try {
                String name = message.getRefusedStream();
                Optional<KeyLine> line = name.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new KeyLine(new StreamName(name), new KeyLabel(message.getRefusedLabel())));
                return ProtoEnums.toModel(message.getRefusal())
                        .<FetchOutcome>map(reason -> new Refused(reason, line, from)).orElseGet(this::unusable);
            } catch (OperatorException noName) {
                return unusable();
            }
        }

        private FetchOutcome unusable() {
            return new Unreachable(ConnectionMessage.NOT_THE_KEY.with(peer, KeyName.of(asked)));
        }

        @Override
        public FetchOutcome failed(Status status) {
            return new Unreachable(GrpcErrors.sentence(peer, status));
        }

        @Override
        public FetchOutcome refused(RefusalReason reason, Status status, NodeName from) {
            return new Refused(reason, Optional.empty(), from);
        }

        @Override
        public void discard(FetchOutcome result) {
            if (result instanceof FetchOutcome.Key key) {
                key.close();
            }
        }
    }
}
