package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.StreamName;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.time.ManualTime;

/// A stream of rekey orders that is opened again whenever it ends.
class LastingCallTest {

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");
    private static final Identity CALLER = Identity.parse("spiffe://lab/content-server/cs-1");
    private static final StreamName NEWS = new StreamName("news");

    private final ManualTime time = new ManualTime();
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final Connection connection = network.connect(CALLER, SERVER);
    private final List<WatchRekeyOrdersRequest> requests = new ArrayList<>();
    private final List<StreamObserver<RekeyOrder>> watches = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private Optional<Serving> serving = Optional.empty();

    private final class Service extends KeyServiceGrpc.KeyServiceImplBase {
        @Override
        public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
            ((ServerCallStreamObserver<RekeyOrder>) observer).setOnCancelHandler(() -> heard.add("cancelled"));
            requests.add(request);
            watches.add(observer);
            observer.onNext(RekeyOrder.getDefaultInstance());
        }
    }

    private final class Listener implements RekeyOrderSource.Listener {
        @Override
        public void onListening() {
            heard.add("listening");
        }

        @Override
        public void onOrder(KeyLine line, String reason) {
            heard.add(line + ": " + reason);
        }

        @Override
        public void onLost(String sentence) {
            heard.add(sentence);
        }
    }

    @AfterEach
    void close() {
        connection.close();
        serving.ifPresent(Serving::close);
    }

    private void serve() {
        serving = Optional.of(network.serve(SERVER, List.of(new Service())));
    }

    private RekeyOrderSource.Watch watch() {
        return new GrpcRekeyOrderSource(connection, time, Runnable::run).watch(Set.of(NEWS), new Listener());
    }

    private static RekeyOrder order(String stream) {
        return RekeyOrder.newBuilder().setStream(stream).setReason("it must").build();
    }

    @Test
    @DisplayName("Orders are heard as they come, for the streams that were named")
    void ordersAreHeard() {
        serve();
        watch();

        watches.getFirst().onNext(order("news"));

        assertThat(heard).containsExactly("listening", "news: it must");
        assertThat(requests.getFirst().getStreamsList()).containsExactly("news");
    }

    @Test
    @DisplayName("A server that comes late, and one that comes back, is found; each failed attempt is told")
    void foundAgain() {
        watch();
        assertThat(heard).singleElement().asString().contains("ks-1 does not answer");

        serve();
        time.turn(LastingCall.FIRST_PAUSE);
        assertThat(heard).last().isEqualTo("listening");
        serving.orElseThrow().close();
        assertThat(heard).last().asString().contains("ks-1");
        serve();
        time.turn(LastingCall.FIRST_PAUSE);

        assertThat(heard).last().isEqualTo("listening");
        watches.getLast().onNext(order("news"));
        assertThat(heard).last().isEqualTo("news: it must");
    }

    @Test
    @DisplayName("A stream that the server ends in order is opened again, too")
    void endedInOrder() {
        serve();
        watch();

        watches.getFirst().onCompleted();
        time.turn(LastingCall.FIRST_PAUSE);

        assertThat(watches).hasSize(2);
    }

    @Test
    @DisplayName("Pauses grow to two seconds and no longer")
    void pausesGrow() {
        watch();

        time.turn(Duration.ofMinutes(1));

        assertThat(heard).hasSizeBetween(30, 37);
    }

    @Test
    @DisplayName("A server that refuses is asked ever more rarely, down to twice a minute")
    void refused() {
        Identity client = Identity.parse("spiffe://lab/client/c-1");
        serve();
        try (Connection refused = network.connect(client, SERVER);
                RekeyOrderSource.Watch watch = new GrpcRekeyOrderSource(refused, time, Runnable::run)
                        .watch(Set.of(NEWS), new Listener())) {
            time.turn(Duration.ofMinutes(10));
            assertThat(heard).as("told to %s", watch).hasSizeBetween(20, 30)
                    .allSatisfy(sentence -> assertThat(sentence).contains("client"));
        }
    }

    @Test
    @DisplayName("An order that cannot be read ends the stream, which is opened again")
    void unreadableOrder() {
        serve();
        watch();

        watches.getFirst().onNext(order("no stream has this name!"));
        watches.getFirst().onNext(order("news"));
        time.turn(LastingCall.FIRST_PAUSE);

        assertThat(watches).hasSize(2);
        assertThat(heard).doesNotContain("news: it must").last().isEqualTo("listening");
    }

    @Test
    @DisplayName("A closed watch hears nothing and comes back no more")
    void closed() {
        serve();
        RekeyOrderSource.Watch watch = watch();

        watch.close();
        watch.close();
        serving.orElseThrow().close();
        time.turn(Duration.ofMinutes(1));

        assertThat(heard).containsExactly("listening", "cancelled");
        assertThat(watches).hasSize(1);
    }
}
