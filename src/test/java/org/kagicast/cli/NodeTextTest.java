package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.CopyState;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `status` and `keys` tell of a key slave's staleness, and `ungrant` of keys.
class NodeTextTest {

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Optional<CopyState> IN_STEP = Optional.of(new CopyState(true, 0, Optional.empty()));
    private static final Optional<CopyState> BEHIND = Optional.of(new CopyState(true, 5, Optional.of(THEN)));
    private static final Optional<CopyState> CUT_OFF = Optional.of(new CopyState(false, 1, Optional.of(THEN)));

    private static NodeSnapshot snapshot(Optional<CopyState> copy) {
        return new NodeSnapshot(new NodeName("node"), THEN, 1,
                List.of(new KeyServerSnapshot(new NodeName("slave-1"),
                        copy.isEmpty() ? Role.KEY_MASTER : Role.KEY_SLAVE,
                        Optional.empty(), "table", 42, 0, 17, 3, List.of(), copy)),
                List.of(), List.of());
    }

    private static String status(Optional<CopyState> copy) {
        StringWriter text = new StringWriter();
        NodeText.status(snapshot(copy), new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    @DisplayName("R31 people and scripts are told that connections are refused, and from where, and of the node's certificate")
    void refusedConnections() {
        NodeSnapshot quiet = snapshot(IN_STEP);
        NodeSnapshot crowded = new NodeSnapshot(quiet.node(), quiet.at(), 1, quiet.keyServers(), List.of(), List.of(),
                Optional.of(new ConnectionCounts(256, 3_844,
                        Optional.of(CodedMessage.plain("Connections are refused: see 10.0.0.9.")),
                        new RefusedCallers(12, 1, Optional.of("client tv-1, revoked")))),
                Optional.of(THEN),
                List.of(CodedMessage.plain("Its certificate could not be renewed: start the key server.")));

        StringWriter text = new StringWriter();
        NodeText.status(crowded, new PrintWriter(text, true));

        assertThat(text.toString()).contains("Connections are refused: see 10.0.0.9.");
        assertThat(text.toString())
                .contains("refused here since start: 12 calls, 1 handshake (last: client tv-1, revoked)");
        assertThat(status(IN_STEP)).doesNotContain("refused here");
        assertThat(JsonMapper.shared().readTree(Json.write(crowded)).at("/connections/callers/calls").asLong())
                .isEqualTo(12);
        assertThat(JsonMapper.shared().readTree(Json.write(crowded)).at("/connections/refused").asLong())
                .isEqualTo(3_844);
        assertThat(text.toString()).contains("certificate of the node until 2026-01-02T03:04:05Z")
                .contains("could not be renewed");
        assertThat(JsonMapper.shared().readTree(Json.write(crowded)).at("/certificateEnds").asString())
                .isEqualTo("2026-01-02T03:04:05Z");
        assertThat(JsonMapper.shared().readTree(Json.write(crowded)).at("/problems/0").asString())
                .contains("could not be renewed");
    }

    @Test
    @DisplayName("people are told how many packets were not opened, and why, and nothing of that where all are")
    void unopenedPackets() {
        assertThat(ofClient(ClientCounters.NONE))
                .isEqualTo("client tv-1: decrypting, 0 packets opened, 0 lost, 0 late");
        assertThat(ofClient(new ClientCounters(100, 60, 1, 2, 3, 20, 0, 0, 0, 0, 0,
                Map.of(RefusalReason.NOT_GRANTED, 16L), 0, 0, 0, 0)))
                .isEqualTo("client tv-1: decrypting, 60 packets opened, 1 lost, 2 late, 3 waiting, 20 expired, "
                        + "16 refused (not granted)");
    }

    @Test
    @DisplayName("R29 people are told whose the packets of streams that sign were, and which keys sign, and nothing of that where none does")
    void authenticity() {
        ClientCounters signed = new ClientCounters(100, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0,
                new ClientCounters.Authenticity(90, 3, 7));
        ClientSnapshot client = new ClientSnapshot(new NodeName("tv-1"), List.of(), "count", Status.DECRYPTING,
                Optional.empty(), signed, List.of(decryptionKey(1, CipherSuite.AES_256_GCM),
                        decryptionKey(2, CipherSuite.AES_256_GCM_ED25519)),
                List.of(), "");
        StreamSnapshot.KeyInUse inUse = new StreamSnapshot.KeyInUse(new KeyId(2), 2, THEN, 9);
        StreamSnapshot stream = new StreamSnapshot(new StreamName("news"), MulticastGroup.parse("239.1.1.1:5004"), "-",
                StreamSnapshot.Status.SENDING, Optional.empty(), Optional.of(inUse), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(5), Duration.ZERO, 10, 11, 0, 0, 0, List.of());
        NodeSnapshot node = new NodeSnapshot(new NodeName("node"), THEN, 1, List.of(),
                List.of(new ContentServerSnapshot(new NodeName("cs"), List.of(stream),
                        List.of(encryptionKey(1, CipherSuite.AES_256_GCM),
                                encryptionKey(2, CipherSuite.AES_256_GCM_ED25519)),
                        "")),
                List.of(client));

        assertThat(NodeText.status(node)).contains("key news 2 (ID 2), signed, 10 packets sent")
                .contains("90 packets opened, 0 lost, 0 late, 90 authentic, 3 unauthenticated, 7 of an impostor");
        StringWriter keys = new StringWriter();
        NodeText.keys(node, new PrintWriter(keys, true));
        assertThat(keys.toString().lines().filter(line -> line.contains("signed")))
                .hasSize(2).allMatch(line -> line.startsWith("  2 "));
        assertThat(ofClient(new ClientCounters(9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0)))
                .doesNotContain("authentic");
    }

    private static ClientSnapshot.DecryptionKeyRow decryptionKey(long keyId, CipherSuite suite) {
        return new ClientSnapshot.DecryptionKeyRow(new KeyId(keyId), Optional.of(new StreamName("news")), KeyLabel.NONE,
                keyId, Optional.of(suite), ClientSnapshot.KeyStatus.IN_USE, Optional.empty(), Optional.empty(),
                Optional.empty(), 9, 0, 0, "0a0b0c0d", Optional.empty());
    }

    private static ContentServerSnapshot.EncryptionKeyRow encryptionKey(long keyId, CipherSuite suite) {
        return new ContentServerSnapshot.EncryptionKeyRow(new KeyId(keyId), new StreamName("news"), KeyLabel.NONE,
                keyId, suite, KeyState.ACTIVE, THEN, 9, "0a0b0c0d");
    }

    @Test
    @DisplayName("people read keys by their numbers, of each label that has one, with the ID beside it")
    void numberedKeys() {
        StreamSnapshot.LabelState basic = new StreamSnapshot.LabelState(new KeyLabel("basic"),
                Optional.of(new StreamSnapshot.KeyInUse(new KeyId(907), 4, THEN, 9)),
                Optional.of(new StreamSnapshot.PendingChange(new KeyId(911), 5, THEN, THEN, Optional.of(3),
                        Optional.of(4), Optional.empty())),
                Optional.empty());
        StreamSnapshot.LabelState premium = new StreamSnapshot.LabelState(new KeyLabel("premium"),
                Optional.of(new StreamSnapshot.KeyInUse(new KeyId(909), THEN, 9)), Optional.empty(), Optional.empty());

        assertThat(ofStream(basic, premium))
                .startsWith("stream news to 239.1.1.1:5004: sending, key news:basic 4 (ID 907), "
                        + "ID 909 of news:premium, 10 packets sent, key news:basic 5 (ID 911) announced for 2026-01-02T03:04:05Z, "
                        + "fetched by 3 of 4");
        assertThat(NodeText.event(new NodeEvent.Message(THEN, new NodeName("cs"), Step.C8, Optional.empty(),
                new KeyName(new KeyId(911), KeyLine.parse("news:basic"), 5))))
                .endsWith("cs step C8 to the group, key news:basic 5 (ID 911)");
        assertThat(NodeText.event(new NodeEvent.Message(THEN, new NodeName("tv"), Step.B3, Optional.empty(),
                Optional.of(new KeyId(911)), Optional.empty()))).endsWith("key ID 911");
    }

    private static String ofStream(StreamSnapshot.LabelState... labels) {
        StreamSnapshot stream = new StreamSnapshot(new StreamName("news"), MulticastGroup.parse("239.1.1.1:5004"), "-",
                StreamSnapshot.Status.SENDING, Optional.empty(), labels[0].inUse(), labels[0].pending(),
                Optional.empty(), Duration.ofSeconds(5), Duration.ZERO, 10, 11, 0, 0, 0, List.of(), List.of(labels));
        return NodeText.status(new NodeSnapshot(new NodeName("node"), THEN, 1, List.of(),
                List.of(new ContentServerSnapshot(new NodeName("cs"), List.of(stream), List.of(), "")), List.of()));
    }

    private static String ofClient(ClientCounters counters) {
        ClientSnapshot client = new ClientSnapshot(new NodeName("tv-1"), List.of(), "count", Status.DECRYPTING,
                Optional.empty(), counters, List.of(), List.of(), "");
        return NodeText.status(new NodeSnapshot(new NodeName("node"), THEN, 1, List.of(), List.of(), List.of(client)))
                .strip();
    }

    private static String keys(Optional<CopyState> copy) {
        StringWriter text = new StringWriter();
        NodeText.keys(snapshot(copy), new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    @DisplayName("who takes a grant back is told that keys outlive it, and how to change them at once")
    void takenBackGrant() {
        NodeName alice = new NodeName("alice");

        assertThat(NodeText.takenBack(alice, KeyLine.parse("news"), List.of("news")))
                .startsWith("alice gets no keys of news from now on.")
                .contains("Those that it has go on working until", "`kagicast rekey --stream news --now`");
        assertThat(NodeText.takenBack(alice, KeyLine.parse("news:basic"), List.of("news:basic")))
                .contains("keys of news:basic", "`kagicast rekey --stream news --label basic --now`");
    }

    @Test
    @DisplayName("R24 people are told how many keys a key table has beside those shown")
    void olderKeys() {
        KeyServerSnapshot.KeyRow row = new KeyServerSnapshot.KeyRow(new KeyId(7), new StreamName("news"), KeyLabel.NONE,
                1, new NodeName("cs"), CipherSuite.AES_256_GCM, KeyState.ACTIVE, THEN, Optional.empty(),
                Optional.empty(), "00", 0);
        KeyServerSnapshot server = new KeyServerSnapshot(new NodeName("ks"), Role.KEY_SERVER, Optional.empty(), "t", 1,
                0, 0, 0, Collections.nCopies(KeyServerSnapshot.MOST_KEYS, row), Optional.empty(),
                Map.of(KeyState.ACTIVE, 12_345));
        StringWriter text = new StringWriter();
        NodeText.keys(new NodeSnapshot(new NodeName("node"), THEN, 1, List.of(server), List.of(), List.of()),
                new PrintWriter(text, true));
        assertThat(text.toString()).contains("  and 2345 older keys");
    }

    @Test
    @DisplayName("R15 people are told how many revisions a slave is behind, and since when")
    void textTellsStaleness() {
        assertThat(status(IN_STEP)).contains("3 refusals, in step with the key master");
        assertThat(status(BEHIND)).contains("5 revisions behind the key master since 2026-01-02T03:04:05Z");
        assertThat(status(CUT_OFF)).contains(
                "without its key master since 2026-01-02T03:04:05Z, 1 revision known to be missing");
        assertThat(keys(BEHIND)).startsWith(
                "Key table of slave-1: 5 revisions behind the key master since 2026-01-02T03:04:05Z");
        assertThat(status(Optional.empty())).doesNotContain("master,").doesNotContain("step");
        assertThat(keys(Optional.empty()).strip()).isEqualTo("Key table of slave-1");
    }

    @Test
    @DisplayName("R15 scripts are told the same, by status and by keys")
    void jsonTellsStaleness() {
        JsonNode status = JsonMapper.shared().readTree(Json.write(snapshot(BEHIND))).at("/keyServers/0/copy");
        JsonNode keys = JsonMapper.shared().readTree(Json.write(NodeText.tables(snapshot(BEHIND))))
                .at("/copies/slave-1");

        assertThat(List.of(status, keys)).allSatisfy(copy -> {
            assertThat(copy.get("hearsMaster").asBoolean()).isTrue();
            assertThat(copy.get("behind").asInt()).isEqualTo(5);
            assertThat(copy.get("since").asString()).isEqualTo("2026-01-02T03:04:05Z");
        });
        assertThat(NodeText.tables(snapshot(Optional.empty()))).containsOnlyKeys("slave-1");
    }
}
