package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.end;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.keys.RekeyOrderSource;

/// Two processes with the identity of one content server, and what each names of its keys.
class TwinsTest {

    private static final KeyLine LINE = new KeyLine(NEWS);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final KeyServerFixture parts = new KeyServerFixture(TableLimits.DEFAULT);

    @AfterEach
    void close() {
        parts.close();
    }

    /// A process of the content server cs-1.
    private final class Process implements RekeyOrderSource.Listener {

        private final Connection connection = parts.connect(Role.CONTENT_SERVER, CS1);
        private final String id;
        private final GrpcKeyCreator creator;
        private final List<String> orders = new ArrayList<>();
        private final List<CodedMessage> reasons = new ArrayList<>();
        private final List<String> twins = new ArrayList<>();
        private List<RekeyOrderSource.NamedKeys> named = List.of();
        private boolean isListening;

        Process(String id) {
            this.id = id;
            this.creator = new GrpcKeyCreator(connection, id);
        }

        RekeyOrderSource.Watch watch() {
            return new GrpcRekeyOrderSource(connection, id, parts.time, new Random(1), Runnable::run)
                    .watch(Set.of(NEWS), this);
        }

        Process naming(KeyId... keyIds) {
            named = List.of(new RekeyOrderSource.NamedKeys(LINE, List.of(keyIds)));
            return this;
        }

        KeyId create() {
            try (CreatedKey key = end(creator.create(NEWS, CipherSuite.AES_256_GCM, UUID.randomUUID(),
                    FetchReason.ON_DEMAND))) {
                return key.keyId();
            }
        }

        @Override
        public List<RekeyOrderSource.NamedKeys> keys() {
            return named;
        }

        @Override
        public void onListening() {
            isListening = true;
        }

        @Override
        public void onOrder(KeyLine line, CodedMessage reason) {
            orders.add(line + " because " + reason);
            reasons.add(reason);
        }

        @Override
        public void onLost(CodedMessage sentence) {
            isListening = false;
        }

        @Override
        public void onTwin(CodedMessage sentence) {
            isListening = false;
            twins.add(sentence.text());
        }
    }

    @Test
    @DisplayName("R31 a second process is refused with the cure, makes no keys and changes none, as long as the first is there")
    void secondIsRefused() {
        Process first = new Process("first");
        Process second = new Process("second");
        KeyId key = first.create();
        first.watch();

        second.watch();
        parts.time.turn(LONG);

        assertThat(first.isListening).isTrue();
        assertThat(first.twins).isEmpty();
        assertThat(second.isListening).isFalse();
        assertThat(second.twins.getLast()).contains("The content server cs-1 runs already, since ", "from this process",
                "stop one of the two, or enrol a second identity");
        assertThat(second.twins).as("about every two seconds").hasSizeLessThan(55);
        assertThatThrownBy(second::create).isInstanceOf(OperatorException.class).hasMessageContaining("runs already");
        assertThatThrownBy(() -> end(second.creator.setState(key, KeyState.DESTROYED)))
                .hasMessageContaining("runs already");
        assertThat(parts.snapshot().keys()).singleElement().extracting(row -> row.keyId()).isEqualTo(key);
        assertThat(parts.snapshot().problem().map(CodedMessage::text)).hasValueSatisfying(
                problem -> assertThat(problem).contains("cs-1", "was started once more", "stop one of the two"));
        assertThat(parts.events.stream().filter(NodeEvent.Notice.class::isInstance)).as("told once").hasSize(1);
        end(first.creator.setState(key, KeyState.ACTIVE));
    }

    @Test
    @DisplayName("R31 when the first process has ended the second is in at once")
    void secondComesIn() {
        Process first = new Process("first");
        Process second = new Process("second");
        first.create();
        RekeyOrderSource.Watch watch = first.watch();
        second.watch();
        parts.time.turn(LONG);

        watch.close();
        parts.time.turn(Duration.ofSeconds(3));

        assertThat(second.isListening).isTrue();
        second.create();
        assertThatThrownBy(first::create).hasMessageContaining("runs already");
        parts.time.turn(Duration.ofSeconds(10));
        assertThat(parts.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 a first process whose connection stands but who says nothing any more is replaced within seconds")
    void deadFirstIsReplaced() {
        List<RekeyOrder> heard = new ArrayList<>();
        List<String> ended = new ArrayList<>();
        KeyServiceGrpc.newStub(parts.connect(Role.CONTENT_SERVER, CS1).channel()).watchRekeyOrders(
                WatchRekeyOrdersRequest.newBuilder().addStreams("news").setInstanceId("dead").build(),
                new StreamObserver<>() {
                    @Override
                    public void onNext(RekeyOrder order) {
                        heard.add(order);
                    }

                    @Override
                    public void onError(Throwable fault) {
                        ended.add("failed");
                    }

                    @Override
                    public void onCompleted() {
                        ended.add("completed");
                    }
                });
        Process second = new Process("second");
        parts.time.turn(LONG);

        second.watch();
        assertThat(second.isListening).isFalse();
        assertThat(heard.getLast().getConfirm()).isTrue();
        assertThat(ended).isEmpty();
        parts.time.turn(Duration.ofSeconds(6));

        assertThat(second.isListening).isTrue();
        assertThat(ended).containsExactly("completed");
        second.create();
    }

    @Test
    @DisplayName("A process that has made a key and does not watch holds its place for a few seconds only")
    void placeWithoutWatchEnds() {
        new Process("first").create();
        Process second = new Process("second");
        assertThatThrownBy(second::create).hasMessageContaining("runs already");

        parts.time.turn(Lease.ANSWER_WITHIN);

        second.create();
    }

    @Test
    @DisplayName("A process that knows of no instances goes on as before: its newest watch counts")
    void processesWithoutIdGoOn() {
        Process first = new Process("");
        Process second = new Process("");
        first.create();
        first.watch();

        second.watch();
        second.create();

        assertThat(second.isListening).isTrue();
        assertThat(first.twins).isEmpty();
        assertThat(parts.snapshot().problem().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("R31 a content server that comes with a key which the key server does not have is ordered to rekey, with one that it has it is not")
    void unknownKeyIsChanged() {
        Process known = new Process("one");
        KeyId key = known.create();
        known.naming(key).watch();
        assertThat(known.orders).isEmpty();

        RekeyOrderSource.Watch again = known.naming(key, new KeyId(4_711)).watch();

        assertThat(known.orders).singleElement()
                .satisfies(order -> assertThat(order).isEqualTo("news because the key server "
                        + "does not have its key ID 4711, as after a backup of its key table was put back"));
        assertThat(known.reasons.getFirst().code()).as("for people who read another language")
                .isEqualTo(KeyServerMessage.KEY_LACKING.code());
        again.close();
    }

    @Test
    @DisplayName("R31 the order comes too where the key server does not know the stream, or calls the key destroyed or over")
    void keysThatMustNotBeUsed() {
        Process process = new Process("one").naming(new KeyId(4_711));
        process.watch();
        assertThat(process.orders).hasSize(1);

        KeyId key = process.create();
        end(process.creator.setState(key, KeyState.ACTIVE));
        end(process.creator.setState(key, KeyState.DEACTIVATED));
        process.naming(key).watch();
        assertThat(process.orders).hasSize(2).last().asString().contains("its key news 1 is deactivated");
        end(process.creator.setState(key, KeyState.DESTROYED));
        process.watch();
        assertThat(process.orders).hasSize(3).last().asString().contains("its key news 1 is destroyed");
    }

    @Test
    @DisplayName("R31 a key that its content server names as in use is not given up for a later one of its line")
    void namedKeyIsNotGivenUp() {
        Process process = new Process("one");
        KeyId key = process.create();
        KeyId later = process.create();
        end(process.creator.setState(key, KeyState.ACTIVE));
        end(process.creator.setState(later, KeyState.ACTIVE));
        RekeyOrderSource.Watch watch = process.naming(key).watch();

        parts.keyServer.sweep(Retention.DEFAULT);
        assertThat(parts.snapshot().keys()).extracting(row -> row.state()).containsExactly(KeyState.ACTIVE,
                KeyState.ACTIVE);
        watch.close();
        parts.keyServer.sweep(Retention.DEFAULT);
        assertThat(parts.snapshot().keys()).extracting(row -> row.state()).containsExactly(KeyState.DEACTIVATED,
                KeyState.ACTIVE);
    }
}
