package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.lab.TestGroups;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line as a script sees it: output, errors, exit status.
class KagicastTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    @DisplayName("lab --json prints one JSON object and nothing else on standard output")
    void labPrintsJson() throws Exception {
        byte[] content = new byte[50_000];
        new Random(5).nextBytes(content);
        Path file = Files.write(folder.resolve("content.bin"), content);

        int status = run("lab", "--scenario", "first", "--source", "file:" + file + "?rate=2M", "--sink",
                "file:" + folder + "/%n.bin", "--group", TestGroups.any().toString(), "--json");

        assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode summary = JsonMapper.builder().build().readTree(text(output));
        assertThat(text(output).lines()).hasSize(1);
        assertThat(summary.get("scenario").asString()).isEqualTo("first");
        assertThat(summary.at("/streams/0/packetsSent").asInt()).isEqualTo(38);
        assertThat(summary.at("/streams/0/bytesSent").asInt()).isEqualTo(50_000);
        assertThat(summary.get("clients")).hasSize(3).allSatisfy(client -> {
            assertThat(client.get("opened").asInt()).isEqualTo(38);
            assertThat(Files.readAllBytes(folder.resolve(client.get("name").asString() + ".bin"))).isEqualTo(content);
        });
        assertThat(summary.at("/keyServers/0/role").asString()).isEqualTo("key-server");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a lab whose sink takes no more bytes says so, and fails")
    void labOnFullDisk() {
        int status = run("lab", "--scenario", "first", "--source", "pattern:rate=100", "--duration", "1s", "--sink",
                "file:/dev/full", "--group", TestGroups.any().toString());

        assertThat(status).isEqualTo(1);
        assertThat(text(errors)).contains("The file /dev/full takes no more bytes (No space left on device)");
    }

    @Test
    @DisplayName("a command is read without the others being made, and is the same as among them")
    void namedAlone() {
        Kagicast whole = new Kagicast(InputStream.nullInputStream(), output, errors);
        Map<String, CommandLine> all = whole.commandLine().getSubcommands();

        assertThat(all).hasSizeGreaterThan(20);
        assertThat(whole.commandLineFor().getSubcommands()).isEmpty();
        all.forEach((name, command) -> {
            Map<String, CommandLine> made = whole.commandLineFor(name, "--help").getSubcommands();
            assertThat(made.get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
            assertThat(made.size() == 1).as(name)
                    .isEqualTo(!List.of("bench", "completion", "help").contains(name));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "--rekey-at=0 25 * * *                      | \"0 25 * * *\" is no schedule: write minute,",
            "--crypto-period-jitter=80%                 | The crypto-period's jitter of 80.0% is not possible",
            "--crypto-period=5s                         | 5s, as short as 4500ms by its jitter, is not longer than",
            "--rekey-bytes=10X                          | \"10X\" is no amount of bytes: write it as 500M or 10G",
            "--rekey-packets=0                          | A key change after 0 packets or bytes is not possible",
            "--crypto-period=never                      | \"never\" is no duration"})
    @DisplayName("a policy that is not possible is wrong usage, told in one sentence")
    void impossiblePolicy(String option, String told) {
        int status = run("content-server", "--identity", folder.toString(), "--key-server", "127.0.0.1:1", "--stream",
                "news", "--group", "239.1.1.1:5004", "--interface", "lo", "--source", "test-card", option);

        assertThat(status).isEqualTo(2);
        assertThat(text(errors)).contains(told);
    }

    @Test
    @DisplayName("rekey does one thing at a time, and only a hold has a share and a longest time")
    void rekeyUsage() {
        String[] rekey = {"rekey", "--node", "127.0.0.1:1", "--stream", "news"};
        assertThat(run(with(rekey, "--hold", "--cancel"))).isEqualTo(2);
        assertThat(run(with(rekey, "--until-share", "0.5"))).isEqualTo(2);
        assertThat(run(with(rekey, "--hold", "--until-share", "200%"))).isEqualTo(2);
        assertThat(text(errors)).contains("\"200%\" is no share");
        assertThat(run(with(rekey, "--cancel", "--key", "4", "--key-id", "9"))).isEqualTo(2);
        assertThat(run(with(rekey, "--announce", "25h"))).isEqualTo(1);
        assertThat(text(errors)).contains("The lead time 90000s is not possible: take one from 1ms to 24h");
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    @DisplayName("lab reads standard input and writes the first client's payloads to standard output, bit for bit")
    void labPipes() {
        byte[] content = new byte[200_000];
        new Random(6).nextBytes(content);

        int status = new Kagicast(new ByteArrayInputStream(content), output, errors).run("lab", "--source", "-",
                "--sink", "-", "--group", TestGroups.any().toString(), "--json");

        assertThat(status).isZero();
        assertThat(output.toByteArray()).isEqualTo(content);
        assertThat(text(errors)).contains("\"scenario\":\"third\"");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a wrong option names itself, says what was expected, and exits 2")
    @CsvSource(delimiter = '|', value = {"--scenario fourth | --scenario | first, second, third or classroom",
            "--group 10.0.0.1:5004 | --group | 239.1.1.1", "--group 239.1.1.1 | --group | HOST:PORT",
            "--duration 5 | --duration | 500ms, 5s, 2m, 1h or 30d", "--duration 0s | --duration | more than zero",
            "--source nonsense | --source | test-card", "--source pattern:rate=x | --source | rate",
            "--no-such-option | --no-such-option | --help"})
    void wrongUsage(String options, String named, String expected) {
        String[] arguments = ("lab " + options).split(" ");

        assertThat(run(arguments)).isEqualTo(2);

        assertThat(text(errors)).startsWith("kagicast: ").contains(named, expected);
        assertThat(text(output)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what cannot be done is told in one sentence that names the thing, and exits 1")
    @CsvSource(delimiter = '|', value = {"--source file:/no/such.ts | /no/such.ts", "--interface nowhere0 | nowhere0",
            "--sink file:/no/such/folder/x | /no/such/folder/x", "--sink nonsense | nonsense"})
    void failure(String options, String named) {
        String[] arguments = ("lab --group " + TestGroups.any() + " " + options).split(" ");

        assertThat(run(arguments)).isEqualTo(1);

        assertThat(text(errors).lines().filter(line -> line.startsWith("kagicast: "))).singleElement().asString()
                .contains(named);
        assertThat(text(errors)).doesNotContain("Exception");
    }

    @Test
    @DisplayName("a source port that is in use is told with its number and the cure")
    void portInUse() throws Exception {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());

            assertThat(run("lab", "--group", TestGroups.any().toString(), "--source", "udp://127.0.0.1:" + port))
                    .isEqualTo(1);

            assertThat(text(errors)).contains(port, "in use");
        }
    }

    @Test
    @DisplayName("the configuration lies where XDG says")
    void configurationFolder() {
        assertThat(ConfigurationFolder.ofUser(Map.of("XDG_CONFIG_HOME", "/etc/somewhere")))
                .isEqualTo(Path.of("/etc/somewhere/kagicast"));
        assertThat(ConfigurationFolder.ofUser(Map.of("XDG_CONFIG_HOME", "", "HOME", "/srv/somebody")))
                .isEqualTo(Path.of("/srv/somebody/.config/kagicast"));
        assertThat(ConfigurationFolder.ofUser(Map.of("XDG_CONFIG_HOME", "relative")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config", "kagicast"));
    }

    @Test
    @DisplayName("a misspelt option is told, not the one that is missing for it")
    void misspeltOption() {
        assertThat(run("status", "--nod", "127.0.0.1:7400")).isEqualTo(2);
        assertThat(text(errors)).contains("'--nod'", "--node").doesNotContain("Missing");
        assertThat(run("rekey", "--node", "127.0.0.1:7400")).isEqualTo(2);
        assertThat(text(errors)).contains("--announce").doesNotContain("Error");
    }

    @Test
    @DisplayName("an identity or trust domain that is not there is told by its folder, with the command that makes it")
    void nothingThere() {
        assertThat(run("status", "--node", "127.0.0.1:9", "--identity", "/no/such")).isEqualTo(1);
        assertThat(text(errors)).contains("no operator's identity in /no/such", "--identity domain/operator");
        assertThat(run("domain", "token", "/no/such", "--role", "client", "--name", "screen")).isEqualTo(1);
        assertThat(text(errors)).contains("no trust domain in /no/such", "kagicast domain init");
        assertThat(run("client", "--identity", "/no/such", "--key-server", "127.0.0.1:9", "--group",
                TestGroups.any().toString(), "--interface", "lo", "--sink", "count")).isEqualTo(1);
        assertThat(text(errors)).contains("no identity in /no/such", "kagicast enrol");
    }

    @Test
    @DisplayName("help tells every command")
    void help() {
        assertThat(run("--help")).isZero();

        assertThat(text(output)).contains("console", "lab");
    }

    @Test
    @DisplayName("help of a command's own command shows that one, not its parent")
    void helpOfNestedCommand() {
        assertThat(run("help", "domain", "set")).isZero();
        assertThat(text(output)).contains("--certificate-lifetime", "400d");
        assertThat(run("help", "domain", "init")).isZero();
        assertThat(text(output)).contains("kagicast domain init", "--name");

        assertThat(run("help", "domain", "inti")).isEqualTo(2);
        assertThat(text(errors)).contains("'inti'", "init", "token");
    }

    @Test
    @DisplayName("a lab whose source gives nothing says so and fails")
    void labWithoutSource() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        int status = run("lab", "--group", TestGroups.any().toString(), "--source", "udp://127.0.0.1:" + port,
                "--duration", "500ms");

        assertThat(status).isEqualTo(1);
        assertThat(text(errors)).contains("Nothing has come from udp://127.0.0.1:" + port, "start what sends there");
    }

    @Test
    @DisplayName("what lab tells is what it has written, also when it is stopped in the middle")
    void labSummaryAgreesWithFile() throws Exception {
        int status = run("lab", "--group", TestGroups.any().toString(), "--source", "pattern:rate=2000&size=1000",
                "--sink", "file:" + folder.resolve("%n.bin"), "--duration", "700ms", "--json");

        assertThat(status).isZero();
        JsonNode clients = JsonMapper.builder().build().readTree(text(output)).get("clients");
        assertThat(clients).hasSize(3);
        for (JsonNode client : clients) {
            assertThat(Files.size(folder.resolve(client.get("name").asString() + ".bin")))
                    .isEqualTo(1000 * client.get("opened").asLong());
        }
    }

    private int run(String... arguments) {
        return new Kagicast(InputStream.nullInputStream(), output, errors).run(arguments);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
