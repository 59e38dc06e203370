package org.kagicast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.Picture;
import org.kagicast.model.RekeyCommand;
import org.kagicast.time.SystemTime;

@DisplayName("R29 The impostor in the lab, a member who seals a test card of its own under the group's key")
class LabImpostorTest {

    private static final List<NodeName> CLIENTS = Stream.of("client-1", "client-2", "client-3", "client-4")
            .map(NodeName::new).toList();
    /// So many pictures in a row, of all clients together, tell whose they are.
    private static final int MANY = 60;

    private final SystemTime time = new SystemTime();
    private Lab lab;

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
        time.close();
    }

    @Test
    @DisplayName("where streams do not sign, every client sees the impostor's picture, also after a rekey")
    void hijacked() {
        start(false, true);

        eventually("every picture is the impostor's", () -> CLIENTS.stream().allMatch(this::seesImpostor));
        assertThat(pictures(true)).as("pictures that are not the impostor's").isLessThan(MANY / 10);

        lab.node().rekey(lab.firstStream(), new RekeyCommand.Now()).join();
        eventually("the impostor has the new key too", () -> CLIENTS.stream().allMatch(this::seesImpostor));
        assertThat(pictures(true)).as("pictures that are not the impostor's").isLessThan(MANY / 10);
        assertThat(clients()).allMatch(client -> counters(client).impostor() == 0);
    }

    @Test
    @DisplayName("where streams sign, every picture stays the content server's, also after a rekey, and the impostor is counted")
    void rejected() {
        start(true, true);

        eventually("every client has rejected packets",
                () -> clients().allMatch(client -> counters(client).impostor() > 50));
        assertThat(pictures(false)).as("pictures of the impostor").isZero();

        lab.node().rekey(lab.firstStream(), new RekeyCommand.Now()).join();
        List<Long> before = clients().map(client -> counters(client).impostor()).toList();
        eventually("the impostor goes on under the new key", () -> {
            List<Long> now = clients().map(client -> counters(client).impostor()).toList();
            return Stream.iterate(0, place -> place + 1).limit(now.size())
                    .allMatch(place -> now.get(place) > before.get(place) + 50);
        });
        assertThat(pictures(false)).as("pictures of the impostor").isZero();
        assertThat(clients()).allSatisfy(client -> {
            assertThat(client.status()).isEqualTo(ClientSnapshot.Status.DECRYPTING);
            assertThat(counters(client).authentic()).isGreaterThan(100);
            assertThat(client.counters().lost()).isZero();
        });
    }

    @Test
    @DisplayName("both are switched while the lab runs")
    void switched() {
        start(false, false);
        assertThat(lab.isSigning()).isFalse();
        assertThat(lab.hasImpostor()).isFalse();
        eventually("pictures are the content server's", () -> CLIENTS.stream().allMatch(this::seesContentServer));

        lab.setImpostor(true).join();
        assertThat(lab.hasImpostor()).isTrue();
        eventually("pictures are the impostor's", () -> CLIENTS.stream().allMatch(this::seesImpostor));

        lab.setSigning(true).join();
        assertThat(lab.isSigning()).isTrue();
        eventually("signing gives the pictures back", () -> CLIENTS.stream().allMatch(this::seesContentServer)
                && clients().allMatch(client -> counters(client).impostor() > 50));
        assertThat(pictures(false)).as("pictures of the impostor").isZero();

        lab.setImpostor(false).join();
        lab.setSigning(false).join();
        eventually("pictures are the content server's without a signature",
                () -> CLIENTS.stream().allMatch(this::seesContentServer) && clients().allMatch(
                        client -> client.keys().stream().anyMatch(key -> key.status() == ClientSnapshot.KeyStatus.IN_USE
                                && key.suite().stream().noneMatch(suite -> suite.signs()))));
    }

    private void start(boolean signing, boolean impostor) {
        lab = Lab.start(LabOptions.of(Scenario.CLASSROOM).withFirstGroup(TestGroups.any())
                .withSource(Sources.parse("test-card")).withoutCryptoPeriod().withSigning(signing)
                .withImpostor(impostor), time);
    }

    private Stream<ClientSnapshot> clients() {
        return lab.snapshot().clients().stream().filter(client -> !lab.isEavesdropper(client.name()));
    }

    private static ClientCounters.Authenticity counters(ClientSnapshot client) {
        return client.counters().authenticity();
    }

    /// How many of the next pictures are not the impostor's, or are.
    private long pictures(boolean notItsOwn) {
        Set<Picture> seen = new HashSet<>();
        long[] wrong = {0};
        eventually("pictures go on", () -> {
            CLIENTS.forEach(client -> lab.picture(client).filter(seen::add)
                    .filter(picture -> isImpostors(picture) != notItsOwn).ifPresent(picture -> wrong[0]++));
            return seen.size() >= MANY;
        });
        return wrong[0];
    }

    private boolean seesImpostor(NodeName client) {
        return lab.picture(client).filter(LabImpostorTest::isImpostors).isPresent();
    }

    private boolean seesContentServer(NodeName client) {
        return lab.picture(client).filter(picture -> !isImpostors(picture)).isPresent();
    }

    /// Its card is red where those of the lab's streams have other colours.
    private static boolean isImpostors(Picture picture) {
        if (!(picture instanceof Picture.TestCard card)) {
            return false;
        }
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(card.jpeg()));
            int colour = image.getRGB(90, 14);
            return (colour >> 16 & 0xff) > 2 * (colour >> 8 & 0xff) && (colour >> 16 & 0xff) > 2 * (colour & 0xff);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
