package org.kagicast.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.lab.Eventually.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.MulticastGroup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// A client that somebody else wrote, in another language, from the contracts alone.
class ForeignClientAcceptance {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("is up at (\\S+)");

    @TempDir
    private Path folder;
    private final List<Program> running = new ArrayList<>();
    private String keyServer = "";

    @BeforeEach
    void startKeyServer() {
        kagicast("domain", "init", path("domain"), "--name", "demo").succeed(PATIENCE);
        keyServer = start("key-server", "--domain", path("domain"), "--data", path("key-server"), "--address",
                "127.0.0.1");
    }

    @AfterEach
    void stop() {
        running.reversed().forEach(Program::close);
    }

    @Test
    @DisplayName("R9 R22 a Python client made from the .proto files fetches the very key, and is refused what it is not granted")
    void pythonFetchesKey() {
        enrol("content-server", "studio", "--stream", "news");
        enrol("client", "granted", "--stream", "news");
        enrol("client", "stranger");
        start("content-server", "--identity", path("studio"), "--key-server", keyServer, "--stream", "news", "--group",
                TestGroups.any().toString(), "--interface", "lo", "--source", "pattern:rate=10");
        JsonNode row = keyRow();
        String keyId = row.get("keyId").asString();

        JsonNode key = python("granted", keyId);
        assertThat(key.get("keyId").asString()).isEqualTo(keyId);
        assertThat(key.get("stream").asString()).isEqualTo("news");
        assertThat(key.get("suite").asString()).isEqualTo("CIPHER_SUITE_AES_256_GCM_SHA512_128");
        assertThat(key.get("bytes").asInt()).isEqualTo(32);
        assertThat(key.get("fingerprint").asString()).isEqualTo(row.get("fingerprint").asString());

        assertThat(python("stranger", keyId).get("refusal").asString()).isEqualTo("REFUSAL_NOT_GRANTED");
        assertThat(python("granted", "1").get("refusal").asString()).isEqualTo("REFUSAL_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-256-gcm", "aes-256-gcm-ed25519"})
    @DisplayName("R29 A receiver in Python, written from protocol.md, gets a file bit for bit through an announced and an immediate rekey, and verifies who sent it where that is signed")
    void pythonReceives(String suite) throws Exception {
        byte[] film = new byte[20_000_000];
        new Random(1).nextBytes(film);
        Path source = Files.write(folder.resolve("film"), film);
        MulticastGroup group = TestGroups.any();
        enrol("content-server", "studio", "--stream", "news");
        enrol("client", "granted", "--stream", "news");
        Program receiver = Program.start(folder, "/usr/bin/python3",
                Path.of("src", "test", "python", "receive.py").toAbsolutePath().toString(),
                Path.of("src", "main", "proto").toAbsolutePath().toString(), path("granted"), keyServer,
                group.address().getHostAddress(), String.valueOf(group.port()), "lo", path("received"));
        running.add(receiver);
        eventually("it listens", () -> receiver.errors().contains("listening"));
        String studio = start("content-server", "--identity", path("studio"), "--key-server", keyServer, "--stream",
                "news", "--group", group.toString(), "--interface", "lo", "--source", "file:" + source + "?rate=4M",
                "--suite",
                suite);
        kagicast("rekey", "--node", studio, "--announce", "2s").succeed(PATIENCE);
        eventually("the change has happened", () -> kagicast("status", "--json", "--node", studio).succeed(PATIENCE)
                .output().contains("\"announcedRekeys\":1"));
        kagicast("rekey", "--node", studio, "--now").succeed(PATIENCE);

        receiver.succeed(PATIENCE);
        JsonNode told = JSON.readTree(receiver.output());
        assertThat(Files.mismatch(source, folder.resolve("received"))).isEqualTo(-1);
        assertThat(told.get("keys").asInt()).isEqualTo(3);
        assertThat(told.get("ahead").asInt()).isEqualTo(1);
        for (String fault : List.of("lost", "forged", "replayed", "malformed", "unsigned", "impostor")) {
            assertThat(told.get(fault).asInt()).as(fault).isZero();
        }
        if (suite.endsWith("ed25519")) {
            assertThat(told.get("signed").asInt()).isPositive();
            assertThat(told.get("authentic").asInt()).as("vouched for, all but the last manifests of each key")
                    .isBetween(told.get("opened").asInt() - 24, told.get("opened").asInt());
        }
    }

    private JsonNode keyRow() {
        JsonNode tables = JSON
                .readTree(kagicast("keys", "--json", "--node", keyServer).succeed(PATIENCE).output());
        assertThat(tables.findValues("keyId")).as(tables.toString()).isNotEmpty();
        return tables.findParent("keyId");
    }

    private JsonNode python(String identity, String keyId) {
        return JSON.readTree(Program.start(folder, "/usr/bin/python3",
                Path.of("src", "test", "python", "fetch_key.py").toString(), Path.of("src", "main", "proto").toString(),
                path(identity), keyServer, keyId).succeed(PATIENCE).output());
    }

    private void enrol(String role, String name, String... options) {
        List<String> token = new ArrayList<>(List.of("domain", "token", path("domain"), "--role", role, "--name", name,
                "--out", path(name + ".token")));
        token.addAll(List.of(options));
        kagicast(token.toArray(String[]::new)).succeed(PATIENCE);
        kagicast("enrol", "--server", keyServer, "--token-file", path(name + ".token"), "--out", path(name))
                .succeed(PATIENCE);
    }

    /// @return where it listens
    private String start(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--listen", "127.0.0.1:0"));
        Program program = kagicast(all.toArray(String[]::new));
        running.add(program);
        Matcher[] found = new Matcher[1];
        eventually(command[0] + " is up", () -> {
            found[0] = ADDRESS.matcher(program.errors());
            return found[0].find();
        });
        return found[0].group(1);
    }

    private Program kagicast(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Program.LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return Program.start(folder, Map.of("XDG_CONFIG_HOME", path("config")), command.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
