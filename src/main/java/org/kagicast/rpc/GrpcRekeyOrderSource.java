package org.kagicast.rpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamName;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.time.Time;

/// A [RekeyOrderSource] over gRPC. The connection stays with whoever opened it.
public final class GrpcRekeyOrderSource implements RekeyOrderSource {

    /// Orders are rare. That the connection is alive is the transport's to know.
    private static final Duration SILENCE_MEANS_NOTHING = Duration.ZERO;

    private final Connection connection;
    private final Time time;
    private final Executor executor;

    /// @param executor runs what falls due
    public GrpcRekeyOrderSource(Connection connection, Time time, Executor executor) {
        this.connection = connection;
        this.time = time;
        this.executor = executor;
    }

    @Override
    public Watch watch(Set<StreamName> streams, Listener listener) {
        WatchRekeyOrdersRequest request = WatchRekeyOrdersRequest.newBuilder()
                .addAllStreams(streams.stream().map(StreamName::value).sorted().toList()).build();
        LastingCall<WatchRekeyOrdersRequest, RekeyOrder> call = new LastingCall<>(connection,
                KeyServiceGrpc.getWatchRekeyOrdersMethod(), new Reading(request, listener), time, executor,
                SILENCE_MEANS_NOTHING);
        call.start();
        return call::close;
    }

    private record Reading(WatchRekeyOrdersRequest request,
            Listener listener) implements LastingCall.Reader<WatchRekeyOrdersRequest, RekeyOrder> {

        @Override
        public void onMessage(RekeyOrder message) {
            if (message.getStream().isEmpty()) {
                listener.onListening();
            } else {
                listener.onOrder(new KeyLine(new StreamName(message.getStream()), new KeyLabel(message.getLabel())),
                        message.getReason());
            }
        }

        @Override
        public void onLost(String sentence) {
            listener.onLost(sentence);
        }
    }
}
