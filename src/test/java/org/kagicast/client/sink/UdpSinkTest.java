package org.kagicast.client.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.multicast.DatagramSender;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.multicast.UdpAddress;

@Timeout(30)
class UdpSinkTest {

    @Test
    @DisplayName("datagrams that the system does not take are counted and told with the number")
    void countsDrops() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                MulticastTransport transport = MulticastTransport.open(1)) {
            Loop loop = transport.loop();
            UdpAddress to = UdpAddress.parse("udp://127.0.0.1:" + receiver.getLocalPort());
            DatagramSender sender = transport.openUdpSender(to, loop);
            UdpSink sink = new UdpSink(to.toString(), sender);
            CompletableFuture.runAsync(() -> {
                sink.data(ByteBuffer.allocate(100));
                assertThat(sink.loss().map(CodedMessage::text)).isEmpty();
                // Not flushed, they fill the room that there is.
                for (int i = 0; i < 2000; i++) {
                    sink.data(ByteBuffer.allocate(60_000));
                }
                assertThat(sink.loss().map(CodedMessage::text).orElseThrow()).containsPattern(
                        "^1[0-9]{3} datagrams for udp://127.0.0.1:[0-9]+ were dropped: the system takes them more slowly");
                assertThat(sink.problem().map(CodedMessage::text)).as("it goes on").isEmpty();
            }, loop).join();
            sink.close();
        }
    }

    @Test
    @DisplayName("datagrams that the system refuses are counted and told with its reason")
    void countsRefusals() throws Exception {
        try (MulticastTransport transport = MulticastTransport.open(1)) {
            Loop loop = transport.loop();
            UdpAddress to = UdpAddress.parse("udp://127.0.0.1:9");
            UdpSink sink = new UdpSink(to.toString(), transport.openUdpSender(to, loop));
            CompletableFuture.runAsync(() -> {
                sink.data(ByteBuffer.allocate(65_530));
                sink.batchEnd();
            }, loop).join();
            CompletableFuture.runAsync(() -> assertThat(sink.loss().map(CodedMessage::text).orElseThrow())
                    .startsWith("1 datagrams for udp://127.0.0.1:9 were dropped: 1 of them were refused (")
                    .contains("long"),
                    loop).join();
            sink.close();
        }
    }
}
