package org.kagicast.rpc.keys;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.ConfirmWatchRequest;
import org.kagicast.proto.ConfirmWatchResponse;
import org.kagicast.proto.ForeignStream;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.LineKeys;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ReconnectingStream;
import org.kagicast.rpc.SizeLimit;
import org.kagicast.rpc.UnaryCall;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [RekeyOrderSource] over gRPC. The connection stays with whoever opened it.
public final class GrpcRekeyOrderSource implements RekeyOrderSource {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcRekeyOrderSource.class);
    /// Orders are rare. That the connection is alive is the transport's to know.
    private static final Duration SILENCE_MEANS_NOTHING = Duration.ZERO;

    private final Connection connection;
    private final Time time;
    private final Executor executor;
    private final RandomGenerator randomness;
    private final String instanceId;

    /// For a process that knows of no others of the same content server.
    ///
    /// @param executor runs what falls due
    public GrpcRekeyOrderSource(Connection connection, Time time, RandomGenerator randomness, Executor executor) {
        this(connection, "", time, randomness, executor);
    }

    /// @param instanceId drawn at random by this process, and the same for what it does to its keys
    /// @param executor runs what falls due
    /// @param randomness spreads how soon many who lost a key server together ask it again
    public GrpcRekeyOrderSource(Connection connection, String instanceId, Time time, RandomGenerator randomness,
            Executor executor) {
        this.connection = connection;
        this.instanceId = instanceId;
        this.time = time;
        this.randomness = randomness;
        this.executor = executor;
    }

    @Override
    public Watch watch(Set<StreamName> streams, Listener listener) {
        List<String> names = streams.stream().map(StreamName::value).sorted().toList();
        ReconnectingStream<WatchRekeyOrdersRequest, RekeyOrder> call = new ReconnectingStream<>(connection,
                KeyServiceGrpc.getWatchRekeyOrdersMethod(), new Reading(names, listener), time, executor,
                SILENCE_MEANS_NOTHING, randomness);
        call.start();
        return call::close;
    }

    private final class Reading implements ReconnectingStream.Reader<WatchRekeyOrdersRequest, RekeyOrder> {

        private final List<String> streams;
        private final Listener listener;

        Reading(List<String> streams, Listener listener) {
            this.streams = streams;
            this.listener = listener;
        }

        /// Names the keys as far as a request holds them.
        @Override
        public WatchRekeyOrdersRequest request() {
            WatchRekeyOrdersRequest.Builder request = WatchRekeyOrdersRequest.newBuilder().addAllStreams(streams)
                    .setInstanceId(instanceId);
            WatchRekeyOrdersRequest whole = request.clone()
                    .addAllKeys(listener.keys().stream().map(Reading::named).toList()).build();
            if (whole.getSerializedSize() <= SizeLimit.LARGEST_REQUEST) {
                return whole;
            }
            LOG.warn(
                    "So many keys are in use that they cannot be named to the {}: if a backup is restored there, rekey "
                            + "the streams by hand",
                    connection.peer());
            return request.build();
        }

        private static LineKeys named(NamedKeys keys) {
            return LineKeys.newBuilder().setStream(keys.line().stream().value()).setLabel(keys.line().label().value())
                    .addAllKeyIds(keys.keyIds().stream().map(KeyId::value).toList()).build();
        }

        /// That this fails is seen when the watch ends.
        private void confirm() {
            var _ = UnaryCall.start(connection, KeyServiceGrpc.getConfirmWatchMethod(),
                    ConfirmWatchRequest.newBuilder().setInstanceId(instanceId).build(),
                    new Confirming(connection.peer()));
        }

        @Override
        public void onMessage(RekeyOrder message) {
            if (message.getConfirm()) {
                confirm();
            } else if (message.getStream().isEmpty()) {
                listener.onForeign(message.getForeignList().stream()
                        .collect(Collectors.toMap(one -> new StreamName(one.getStream()), Reading::owner,
                                (first, again) -> first)));
                listener.onListening();
            } else {
                listener.onOrder(new KeyLine(new StreamName(message.getStream()), new KeyLabel(message.getLabel())),
                        MessageCodec.read(message.getReason(), message.getReasonMessage())
                                .orElseGet(() -> CodedMessage.plain("")));
            }
        }

        private static Optional<NodeName> owner(ForeignStream stream) {
            return stream.getOwner().isEmpty() ? Optional.empty() : Optional.of(new NodeName(stream.getOwner()));
        }

        @Override
        public void onLost(CodedMessage sentence) {
            listener.onLost(sentence);
        }

        @Override
        public void onLost(ReconnectingStream.Loss loss) {
            if (loss.code() == Status.Code.ALREADY_EXISTS) {
                listener.onTwin(loss.sentence());
            } else if (loss.side() == ReconnectingStream.Side.AWAY) {
                onLost(loss.sentence());
            } else {
                listener.onRefused(loss.sentence());
            }
        }
    }

    private record Confirming(String peer) implements UnaryCall.Reading<ConfirmWatchResponse, Boolean> {

        @Override
        public Boolean answered(ConfirmWatchResponse message, NodeName from) {
            return true;
        }

        @Override
        public void discard(Boolean result) {
            // Nothing is held.
        }
    }
}
