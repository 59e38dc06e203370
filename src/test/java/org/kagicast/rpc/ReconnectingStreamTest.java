package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.rpc.network.LogLines;
import org.kagicast.time.ManualTime;

/// A stream of rekey orders that is opened again whenever it ends.
class ReconnectingStreamTest {

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

    private class Service extends KeyServiceGrpc.KeyServiceImplBase {
        @Override
        public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
            ((ServerCallStreamObserver<RekeyOrder>) observer).setOnCancelHandler(() -> heard.add("cancelled"));
            requests.add(request);
            watches.add(observer);
            observer.onNext(RekeyOrder.getDefaultInstance());
        }
    }

    private class Listener implements RekeyOrderSource.Listener {
        @Override
        public void onListening() {
            heard.add("listening");
        }

        @Override
        public void onOrder(KeyLine line, CodedMessage reason) {
            heard.add(line + ": " + reason);
        }

        @Override
        public void onLost(CodedMessage sentence) {
            heard.add(sentence.text());
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
        return new GrpcRekeyOrderSource(connection, time, new Random(1), Runnable::run).watch(Set.of(NEWS),
                new Listener());
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
        time.turn(ReconnectingStream.FIRST_PAUSE);
        assertThat(heard).last().isEqualTo("listening");
        serving.orElseThrow().close();
        assertThat(heard).last().asString().contains("ks-1");
        serve();
        time.turn(ReconnectingStream.FIRST_PAUSE);

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
        time.turn(ReconnectingStream.FIRST_PAUSE);

        assertThat(watches).hasSize(2);
    }

    @Test
    @DisplayName("Pauses grow to two seconds and no longer")
    void pausesGrow() {
        watch();

        time.turn(Duration.ofMinutes(1));

        assertThat(heard).hasSizeBetween(30, 55);
    }

    @Test
    @DisplayName("A server that refuses is asked less often, every two to three seconds, and not by all who are refused at the same moments")
    void refused() {
        Identity client = Identity.parse("spiffe://lab/client/c-1");
        serve();
        try (Connection refused = network.connect(client, SERVER);
                RekeyOrderSource.Watch watch = new GrpcRekeyOrderSource(refused, time, new Random(1), Runnable::run)
                        .watch(Set.of(NEWS), new Listener())) {
            time.turn(Duration.ofMinutes(10));
            assertThat(heard).as("told to %s", watch).hasSizeBetween(200, 310)
                    .allSatisfy(sentence -> assertThat(sentence).contains("client"));
        }
    }

    @Test
    @DisplayName("R34 whoever was refused for long and is let in again is heard within three seconds")
    void letInAgain() {
        Service refusing = new Service() {
            @Override
            public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
                throw new CallRefusedException(Status.Code.PERMISSION_DENIED,
                        CodedMessage.plain("Revoked: have an operator reinstate it."),
                        RefusalReason.REVOKED);
            }
        };
        Serving shut = network.serve(SERVER, List.of(refusing));
        watch();
        for (int minutes = 1; minutes <= 20; minutes++) {
            time.turn(Duration.ofMinutes(1).plusMillis(minutes * 131));
            shut.close();
            serve();

            time.turn(Duration.ofSeconds(3));

            assertThat(heard).as("let in after %d minutes", minutes).last().isEqualTo("listening");
            serving.orElseThrow().close();
            shut = network.serve(SERVER, List.of(refusing));
        }
        shut.close();
    }

    @Test
    @DisplayName("Those who lose a server at the same moment come back at different ones, none of them late")
    void spread() {
        Set<Long> moments = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            List<Long> lost = new ArrayList<>();
            ManualTime own = new ManualTime();
            RekeyOrderSource.Watch watch = new GrpcRekeyOrderSource(connection, own, new Random(seed), Runnable::run)
                    .watch(Set.of(NEWS), new Listener() {
                        @Override
                        public void onLost(CodedMessage sentence) {
                            lost.add(own.nanos());
                        }
                    });
            own.turn(Duration.ofMillis(100));
            watch.close();
            assertThat(lost).hasSizeGreaterThan(1);
            moments.add(lost.get(1));
        }
        assertThat(moments).hasSizeGreaterThan(40).allSatisfy(
                moment -> assertThat(Duration.ofNanos(moment)).isBetween(Duration.ofMillis(66),
                        Duration.ofMillis(100)));
    }

    @Test
    @DisplayName("An order that cannot be read ends the stream, which is opened again")
    void unreadableOrder() {
        serve();
        watch();

        watches.getFirst().onNext(order("no stream has this name!"));
        watches.getFirst().onNext(order("news"));
        time.turn(ReconnectingStream.FIRST_PAUSE);

        assertThat(watches).hasSize(2);
        assertThat(heard).doesNotContain("news: it must").last().isEqualTo("listening");
    }

    @Test
    @DisplayName("Pauses grow as long as messages cannot be read, also where each stream begins with one that can; the sentence about it is told without a stack and without blame")
    void unreadableAgainAndAgain() {
        try (LogLines lines = LogLines.of("org.kagicast.rpc")) {
            serve();
            watch();
            for (int millis = 0; millis < 60_000; millis += 10) {
                watches.getLast().onNext(order("no stream has this name!"));
                time.turn(Duration.ofMillis(10));
            }

            assertThat(watches).hasSizeBetween(30, 55);
            assertThat(lines.withStack()).isEmpty();
            assertThat(heard).anySatisfy(told -> assertThat(told).contains("no stream has this name!"))
                    .noneMatch(told -> told.contains("ks-1"));

            time.turn(ReconnectingStream.LONGEST_PAUSE);
            watches.getLast().onNext(order("news"));
            serving.orElseThrow().close();
            serve();
            int before = watches.size();
            time.turn(ReconnectingStream.FIRST_PAUSE);
            assertThat(watches).as("one was dealt with").hasSizeGreaterThan(before);
        }
    }

    @Test
    @DisplayName("A fault of the reader's own is logged with its stack, once, and told as no fault of the server's")
    void faultOfReader() {
        Listener failing = new Listener() {
            @Override
            public void onOrder(KeyLine line, CodedMessage reason) {
                throw new IllegalStateException("it cannot be done");
            }
        };
        try (LogLines lines = LogLines.of("org.kagicast.rpc")) {
            serve();
            new GrpcRekeyOrderSource(connection, time, new Random(1), Runnable::run).watch(Set.of(NEWS), failing);
            for (int i = 0; i < 10; i++) {
                watches.getLast().onNext(order("news"));
                time.turn(ReconnectingStream.LONGEST_PAUSE);
            }

            assertThat(watches).hasSize(11);
            assertThat(lines.withStack()).hasSize(1);
            assertThat(heard).filteredOn(told -> told.contains("cannot be used here: see the log of this program"))
                    .hasSize(10);
        }
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
