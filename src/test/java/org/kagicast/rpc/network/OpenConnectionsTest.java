package org.kagicast.rpc.network;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.network.NetworkLimits.Share;
import org.kagicast.time.ManualTime;

class OpenConnectionsTest {

    private static final Duration LIFE = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final OpenConnections open = new OpenConnections(new NetworkLimits(new Share(6, 4, 3), new Share(3, 2, 2),
            10, LIFE, LIFE, LIFE, LIFE), time);
    private int ports = 1_024;

    /// A connection from an address.
    private final class Caller extends EmbeddedChannel {
        private final InetSocketAddress own;
        private boolean isAdmitted;

        Caller(String address) {
            own = new InetSocketAddress(address, ports++);
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress("10.0.0.1", 7_400);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return own;
        }

        Caller comes() {
            isAdmitted = open.admit(this);
            return this;
        }

        Caller shows(boolean certificate) {
            open.opened(localAddress0(), own, certificate);
            return this;
        }

        boolean isServed() {
            runPendingTasks();
            return isAdmitted && isOpen();
        }
    }

    private Caller from(String address) {
        return new Caller(address).comes();
    }

    private Caller member(String address) {
        return from(address).shows(true);
    }

    private Caller stranger(String address) {
        return from(address).shows(false);
    }

    @Test
    @DisplayName("R31 of too many handshakes from one address its oldest gives way, and no other's")
    void handshakesOfOneAddress() {
        Caller other = from("10.0.0.8");
        Caller first = from("10.0.0.9");
        Caller second = from("10.0.0.9");
        Caller third = from("10.0.0.9");

        assertThat(first.isServed()).isFalse();
        assertThat(second.isServed() && third.isServed() && other.isServed()).isTrue();
    }

    @Test
    @DisplayName("R31 of too many handshakes from everywhere the oldest gives way")
    void handshakesOfAll() {
        Caller first = from("10.0.1.0");
        Caller second = from("10.0.1.1");
        from("10.0.1.2");
        from("10.0.1.3");
        Caller latest = from("10.0.1.4");

        assertThat(first.isServed()).isFalse();
        assertThat(second.isServed() && latest.isServed()).isTrue();
    }

    @Test
    @DisplayName("R31 of too many callers without a certificate the oldest gives way, at its address before all")
    void strangers() {
        Caller first = stranger("10.0.0.8");
        Caller second = stranger("10.0.0.9");
        Caller third = stranger("10.0.0.9");
        Caller fourth = stranger("10.0.0.9");
        assertThat(second.isServed()).isFalse();
        assertThat(first.isServed() && third.isServed() && fourth.isServed()).isTrue();

        Caller fifth = stranger("10.0.0.7");
        assertThat(first.isServed()).isFalse();
        assertThat(third.isServed() && fourth.isServed() && fifth.isServed()).isTrue();
    }

    @Test
    @DisplayName("R31 who showed a certificate never gives way, and takes the place of who did not")
    void membersStay() {
        Caller first = member("10.0.0.8");
        Caller second = member("10.0.0.8");
        Caller stranger = stranger("10.0.0.8");
        Caller third = member("10.0.0.8");
        assertThat(stranger.isServed()).isFalse();

        Caller fourth = from("10.0.0.8");
        Caller elsewhere = member("10.0.0.9");

        assertThat(fourth.isServed()).isFalse();
        assertThat(first.isServed() && second.isServed() && third.isServed() && elsewhere.isServed()).isTrue();
    }

    @Test
    @DisplayName("R31 a place that is left can be taken again")
    void placesAreLeft() {
        Caller first = member("10.0.0.8");
        member("10.0.0.8");
        member("10.0.0.8");
        assertThat(from("10.0.0.8").isServed()).isFalse();

        first.close();

        assertThat(from("10.0.0.8").isServed()).isTrue();
        assertThat(open.counts(RefusedCallers.NONE).open()).isEqualTo(3);
    }

    @Test
    @DisplayName("R31 the addresses of one IPv6 network count as one")
    void ipv6Networks() {
        Caller first = from("2001:db8::1");
        Caller other = from("2001:db8:0:1::1");
        from("2001:db8::2");
        from("2001:db8::ffff:ffff");

        assertThat(first.isServed()).isFalse();
        assertThat(other.isServed()).isTrue();
    }

    @Test
    @DisplayName("Refused connections are counted, told while it goes on, and logged once a minute")
    void refusalsAreTold() {
        try (LogLines lines = LogLines.of("org.kagicast.rpc.network")) {
            for (int i = 0; i < 100; i++) {
                from("10.0.0.9");
            }
            assertThat(open.counts(RefusedCallers.NONE).refused()).isEqualTo(98);
            assertThat(open.counts(RefusedCallers.NONE).problem().map(CodedMessage::text)).hasValueSatisfying(
                    sentence -> assertThat(sentence).contains("10.0.0.9", "98"));
            time.turn(Duration.ofSeconds(61));
            assertThat(open.counts(RefusedCallers.NONE).problem().map(CodedMessage::text)).isEmpty();
            from("10.0.0.9");

            assertThat(lines.atLeast(Level.WARN)).hasSize(2);
        }
    }
}
