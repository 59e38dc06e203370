package org.kagicast.contentserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.Serving;
import org.kagicast.rpc.keys.GrpcRekeyOrderSource;
import org.kagicast.rpc.keys.RekeyOrderSource;
import org.kagicast.time.ManualTime;

/// What a content server says of a key server whose orders it does not hear.
class OrderWatchTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final StreamName SPORT = new StreamName("sport");
    private static final NodeName CS1 = new NodeName("cs-1");
    private static final NodeName CS2 = new NodeName("cs-2");
    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");

    private final ManualTime time = new ManualTime();
    private final List<NodeEvent> events = new ArrayList<>();
    private final InProcessNetwork network = new InProcessNetwork(Runnable::run);
    private final KeyServer keyServer = new KeyServer(SERVER,
            new MemoryKeyTable(new SequentialKeyIds(), TableLimits.DEFAULT, new SecureRandom(), time), time, event -> {
            });
    private Serving serving = network.serve(SERVER, List.of(keyServer.service()));
    private final OrderWatch orders = new OrderWatch(CS1, time, events::add, new NoStreams());

    private static final class NoStreams implements OrderWatch.Streams {

        @Override
        public void obey(KeyLine line, CodedMessage reason) {
            // None of them is there.
        }

        @Override
        public List<RekeyOrderSource.NamedKeys> named() {
            return List.of();
        }

        @Override
        public void standBy(CodedMessage sentence) {
            // None of them is there.
        }

        @Override
        public void goOn() {
            // None of them is there.
        }
    }

    @BeforeEach
    void watch() {
        keyServer.own(NEWS, CS1);
        keyServer.own(SPORT, CS1);
    }

    @AfterEach
    void close() {
        serving.close();
        keyServer.close();
    }

    private RekeyOrderSource.Watch watch(StreamName... streams) {
        return new GrpcRekeyOrderSource(network.connect(new Identity("lab", Role.CONTENT_SERVER, CS1), SERVER), time,
                new Random(1), Runnable::run).watch(Set.of(streams), orders.listener());
    }

    private List<String> notices() {
        return events.stream().map(NodeEvent.Notice.class::cast).map(NodeEvent.Notice::text).toList();
    }

    @Test
    @DisplayName("a key server that takes a stream away from its content server was never away, and is not said to be there again")
    void streamTakenAway() {
        RekeyOrderSource.Watch watch = watch(NEWS, SPORT);

        keyServer.takeOver(keyServer.identity(), NEWS, CS2);
        time.turn(Duration.ofSeconds(10));

        assertThat(notices()).hasSize(3);
        assertThat(notices()).first().asString().contains("news does not belong to the content server cs-1 any more");
        assertThat(notices()).last().isEqualTo("Orders of the key server are heard again.");
        assertThat(orders.trouble().map(CodedMessage::text)).isEmpty();
        assertThat(orders.trouble(SPORT)).isEmpty();
        assertThat(orders.trouble(NEWS).orElseThrow().text()).contains(
                "news belongs to the content server cs-2 and not to cs-1",
                "kagicast stream take-over --stream news --to cs-1");

        keyServer.takeOver(keyServer.identity(), NEWS, CS1);
        assertThat(orders.trouble(NEWS)).isEmpty();
        watch.close();
    }

    @Test
    @DisplayName("a stream that was taken from its content server and belongs to nobody has that as its problem, with the cure, until it is given back; also where the watch is opened anew, and with the key server away meanwhile")
    void streamOfNobody() {
        RekeyOrderSource.Watch watch = watch(NEWS, SPORT);

        keyServer.disown(keyServer.identity(), NEWS, CS1);
        time.turn(Duration.ofSeconds(10));
        hasLost(NEWS);
        assertThat(orders.trouble(SPORT)).isEmpty();

        serving.close();
        time.turn(Duration.ofMinutes(1));
        hasLost(NEWS);
        serving = network.serve(SERVER, List.of(keyServer.service()));
        time.turn(Duration.ofMinutes(1));
        hasLost(NEWS);
        watch.close();
        RekeyOrderSource.Watch next = watch(NEWS);
        hasLost(NEWS);
        assertThat(notices()).filteredOn(text -> text.contains("give it back with")).hasSize(1);

        keyServer.own(NEWS, CS1);

        assertThat(orders.trouble(NEWS)).isEmpty();
        assertThat(notices()).last().isEqualTo("The stream news belongs to the content server cs-1 again.");
        next.close();
    }

    private void hasLost(StreamName stream) {
        assertThat(orders.trouble(stream).orElseThrow().text()).contains(
                stream + " does not belong to the content server cs-1 any more: its key cannot be changed",
                "kagicast grant --content-server cs-1 --stream " + stream);
    }

    @Test
    @DisplayName("a key server that refuses for long is not said to be there again when it lets the content server in")
    void refusedForLong() {
        keyServer.takeOver(keyServer.identity(), NEWS, CS2);
        RekeyOrderSource.Watch watch = watch(NEWS);
        time.turn(Duration.ofMinutes(1));

        keyServer.takeOver(keyServer.identity(), NEWS, CS1);
        time.turn(Duration.ofSeconds(3));

        assertThat(notices()).hasSize(2).last().isEqualTo("Orders of the key server are heard again.");
        watch.close();
    }

    @Test
    @DisplayName("a key server that was away is said to be there again, once")
    void away() {
        RekeyOrderSource.Watch watch = watch(NEWS);
        serving.close();
        time.turn(Duration.ofMinutes(1));

        serving = network.serve(SERVER, List.of(keyServer.service()));
        time.turn(Duration.ofMinutes(1));

        assertThat(notices()).hasSize(2).last().isEqualTo("The key server is there again.");
        watch.close();
    }
}
