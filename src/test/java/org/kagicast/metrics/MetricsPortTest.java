package org.kagicast.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.DiskState;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;

class MetricsPortTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);

    private static NodeSnapshot snapshot() {
        KeyServerSnapshot slave = new KeyServerSnapshot(new NodeName("slave-1"), Role.KEY_SLAVE, Optional.empty(),
                "table", 42, 0, 17, 3, List.of(row(7, KeyState.ACTIVE), row(8, KeyState.PRE_ACTIVE)),
                Optional.of(new CopyState(true, 5, Optional.of(NOW))));
        ClientSnapshot client = new ClientSnapshot(new NodeName("hall"), List.of(MulticastGroup.parse("239.1.1.1:5")),
                "count", ClientSnapshot.Status.NO_ACCESS, Optional.empty(),
                new ClientCounters(100, 60, 1, 2, 3, 4, 5, 6, 14, 7, 8, Map.of(RefusalReason.NOT_GRANTED, 9L), 10, 11,
                        12,
                        13),
                List.of(), List.of(), "nio",
                List.of(new ClientSnapshot.Reception(List.of(MulticastGroup.parse("239.1.1.1:5")), "count",
                        ClientSnapshot.Status.DECRYPTING, Optional.of(CodedMessage.plain("Lost some.")),
                        new ClientCounters(50, 40, 1, 0, 0,
                                0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0))));
        StreamSnapshot news = new StreamSnapshot(new StreamName("news"), MulticastGroup.parse("239.1.1.1:5"), "-",
                StreamSnapshot.Status.SENDING, Optional.empty(),
                Optional.of(new StreamSnapshot.KeyInUse(new KeyId(1L << 48), 7, NOW, 9)), Optional.empty(),
                Optional.empty(), Duration.ofSeconds(5), Duration.ZERO, 10, 11, 0, 0, 0, List.of());
        ContentServerSnapshot studio = new ContentServerSnapshot(new NodeName("studio"), List.of(news), List.of(),
                "nio");
        return new NodeSnapshot(new NodeName("node"), NOW, 1, List.of(slave), List.of(studio), List.of(client),
                Optional.of(
                        new ConnectionCounts(12, 3_411, Optional.empty(), new RefusedCallers(19, 4, Optional.empty()))),
                Optional.of(Instant.ofEpochSecond(1_800_000_000)),
                List.of(CodedMessage.plain("It ends soon: see why.")));
    }

    private static KeyRow row(long keyId, KeyState state) {
        return new KeyRow(new KeyId(keyId), new StreamName("news"), KeyLabel.NONE, keyId, new NodeName("studio"),
                CipherSuite.AES_256_GCM, state, NOW, Optional.empty(), Optional.empty(), "c0ffee00", 2);
    }

    private static String scrape(MetricsPort port) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://" + port.address() + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    @DisplayName("A scrape tells the node's numbers in Prometheus' text format, and no key")
    void scrapeTellsNumbers() throws Exception {
        try (MetricsPort port = MetricsPort.open(LOOPBACK,
                () -> CompletableFuture.completedFuture(snapshot()),
                () -> Optional.of(new DiskState(3_000, 64_000, false, false, false)))) {

            String told = scrape(port);

            assertThat(told).contains("kagicast_node_certificate_expiry_timestamp_seconds{node=\"node\"} 1.8E9",
                    "kagicast_node_problems{node=\"node\"} 1",
                    "kagicast_node_disk_free_bytes{node=\"node\"} 3000",
                    "kagicast_node_disk_size_bytes{node=\"node\"} 64000",
                    "kagicast_node_disk_reserve{node=\"node\"} 0",
                    "kagicast_node_disk_cannot_write{node=\"node\"} 1",
                    "kagicast_node_files_replaced{node=\"node\"} 1",
                    "kagicast_key_server_requests_total{key_server=\"slave-1\"} 17",
                    "kagicast_key_server_keys{key_server=\"slave-1\",state=\"active\"} 1",
                    "kagicast_key_slave_revisions_behind{key_server=\"slave-1\"} 5",
                    "kagicast_node_connections{node=\"node\"} 12",
                    "kagicast_node_connections_refused_total{node=\"node\"} 3411",
                    "kagicast_node_calls_refused_total{node=\"node\"} 19",
                    "kagicast_node_handshakes_refused_total{node=\"node\"} 4",
                    "kagicast_stream_key_number{content_server=\"studio\",label=\"\",stream=\"news\"} 7",
                    "kagicast_client_packets_opened_total{client=\"hall\"} 60",
                    "kagicast_group_packets_opened_total{client=\"hall\",group=\"239.1.1.1:5\"} 40",
                    "kagicast_group_packets_lost_total{client=\"hall\",group=\"239.1.1.1:5\"} 1",
                    "kagicast_group_problem{client=\"hall\",group=\"239.1.1.1:5\"} 1",
                    "kagicast_client_packets_dropped_total{client=\"hall\",reason=\"not_granted\"} 9",
                    "kagicast_client_status{client=\"hall\",kagicast_client_status=\"no-access\"} 1");
            assertThat(told).doesNotContain("c0ffee00");
        }
    }

    @Test
    @DisplayName("Who serves metrics where others can read them is told so")
    void foreignAddress() {
        assertThat(List.of("127.0.0.1", "127.0.0.9", "::1", "localhost"))
                .allSatisfy(host -> assertThat(MetricsPort.warning(new HostPort(host, 9_400))).isEmpty());
        assertThat(List.of("0.0.0.0", "::", "10.77.0.1"))
                .allSatisfy(host -> assertThat(MetricsPort.warning(new HostPort(host, 9_400)).orElse(""))
                        .contains(host, "--metrics"));
    }

    @Test
    @DisplayName("An address that is taken is refused in one sentence that names it")
    void takenAddress() {
        try (MetricsPort first = MetricsPort.open(LOOPBACK, () -> CompletableFuture.completedFuture(snapshot()),
                Optional::empty)) {
            assertThatThrownBy(() -> MetricsPort.open(first.address(),
                    () -> CompletableFuture.completedFuture(snapshot()), Optional::empty))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining(first.address().toString()).hasMessageContaining("--metrics");
        }
    }

    @Test
    @DisplayName("A node that cannot tell its state makes a failed scrape, not numbers that are made up")
    void silentNode() throws Exception {
        try (MetricsPort port = MetricsPort.open(LOOPBACK,
                () -> CompletableFuture.failedFuture(new IllegalStateException("stopped")), Optional::empty)) {
            assertThat(scrape(port)).doesNotContain("kagicast_");
        }
    }
}
