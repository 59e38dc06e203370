package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.node.program.ProgramsFixture.NEWS;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.model.Role;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.rpc.network.LogLines;
import org.kagicast.time.SystemTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// R34: an operator decides who owns which stream and who is shut out, by commands to a key master that runs.
class PolicyCommandTest {

    private final CommandLineFixture kagicast = new CommandLineFixture();

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder, new SystemTime());
        master = programs.master();
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    private int run(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--node", master.address().toString(), "--identity",
                programs.domain().operatorFolder().toString()));
        return kagicast.run(command.toArray(String[]::new));
    }

    private void done(String... words) {
        assertThat(run(words)).as(kagicast.errors()).isZero();
    }

    private void refused(String sentence, String... words) {
        assertThat(run(words)).isEqualTo(1);
        assertThat(kagicast.errors()).contains(sentence);
    }

    private JsonNode policy() {
        done("policy", "--json");
        return JsonMapper.shared().readTree(kagicast.output());
    }

    @Test
    @DisplayName("Streams are granted to clients and given to content servers, taken over and released; the policy shows it")
    void streams() throws Exception {
        programs.identity(Role.CLIENT, "screen");
        programs.identity(Role.CONTENT_SERVER, "studio");
        programs.identity(Role.CONTENT_SERVER, "tower");
        done("grant", "--content-server", "studio", "--stream", "news");
        assertThat(kagicast.output()).isEqualTo("The content server studio owns news from now on.\n");
        refused("belongs to the content server studio", "grant", "--content-server", "tower", "--stream", "news");
        refused("owns whole streams", "grant", "--content-server", "studio", "--stream", "news", "--label", "basic");
        done("grant", "--client", "screen", "--stream", "news");
        programs.create(master, "studio", NEWS);
        done("stream", "take-over", "--stream", "news", "--to", "tower");
        assertThat(kagicast.output())
                .isEqualTo("news belongs to tower from now on, and no more to studio.\n");

        done("policy");
        assertThat(kagicast.output()).contains("granted   client          screen                news\n",
                "owns      content-server  tower                 news\n", "1 grant, 1 owned stream, 0 revocations");
        done("stream", "release", "--stream", "news");
        assertThat(policy().get("owners")).isEmpty();
        refused("No content server owns the stream news", "stream", "release", "--stream", "news");
    }

    @Test
    @DisplayName("Whoever is meant is revoked and reinstated; a slip of the hand and one's own name are refused")
    void revocations() throws Exception {
        programs.identity(Role.CLIENT, "screen");
        done("grant", "--client", "screen", "--stream", "news");
        refused("There is no client scren; did you mean screen?", "revoke", "--client", "scren");
        refused("would shut itself out", "revoke", "--operator", "operator");
        done("revoke", "--client", "screen");
        assertThat(kagicast.output()).contains("client screen is revoked");
        done("revoke", "--role", "key-slave", "--name", "s1", "--force", "--json");
        JsonNode revoked = JsonMapper.shared().readTree(kagicast.output());
        assertThat(revoked.get("role").asString()).isEqualTo("key-slave");
        assertThat(policy().get("revoked")).extracting(entry -> entry.get("name").asString())
                .containsExactly("s1", "screen");

        done("reinstate", "--client", "screen");
        assertThat(kagicast.output()).isEqualTo("client screen is let in again.\n");
        refused("client screen is not revoked", "reinstate", "--client", "screen");
        done("reinstate", "--key-slave", "s1");
        assertThat(kagicast.output()).startsWith("key-slave s1 is let in again. No key-slave s1 is enrolled");
        assertThat(policy().get("revoked")).isEmpty();
        assertThat(run("revoke")).as("nobody named").isEqualTo(2);
    }

    @Test
    @DisplayName("Grants say what they do beside others, and of a client that is revoked or that nobody has enrolled")
    void whatGrantsDo() {
        programs.identity(Role.CLIENT, "screen");
        done("grant", "--client", "screen", "--stream", "news", "--label", "basic");
        assertThat(kagicast.output()).startsWith("screen may have the keys of news:basic from now on. But no content "
                + "server owns news").contains("`kagicast grant --content-server NAME --stream news`");
        done("grant", "--client", "screen", "--stream", "news");
        done("grant", "--client", "screen", "--stream", "news", "--label", "premium");
        assertThat(kagicast.output()).contains("It has those of every label already",
                "`kagicast ungrant --client screen --stream news`");
        done("ungrant", "--client", "screen", "--stream", "news");
        assertThat(kagicast.output())
                .contains("gets no keys of news from now on (it was granted news, news:basic, news:premium).");
        done("ungrant", "--client", "screen", "--stream", "news");
        assertThat(kagicast.output()).isEqualTo("screen was not granted news, so nothing has changed.\n");

        done("grant", "--client", "scren", "--stream", "news");
        assertThat(kagicast.output()).contains("No client scren is enrolled");
        done("revoke", "--client", "screen");
        done("grant", "--client", "screen", "--stream", "news");
        assertThat(kagicast.output()).contains("revoked", "`kagicast reinstate --client screen`");
        done("revoke", "--content-server", "studio", "--force");
        refused("studio is revoked", "stream", "take-over", "--stream", "news", "--to", "studio");
        done("stream", "take-over", "--stream", "news", "--to", "tower");
        assertThat(kagicast.output()).contains("No content-server tower is enrolled");
    }

    @Test
    @DisplayName("R34 an order's answer promises nothing that another state denies, and the policy marks what is of somebody revoked")
    void nothingIsPromisedInVain() throws Exception {
        programs.identity(Role.CLIENT, "screen");
        programs.identity(Role.CONTENT_SERVER, "studio");
        done("grant", "--content-server", "studio", "--stream", "news");
        assertThat(kagicast.output()).isEqualTo("The content server studio owns news from now on.\n");
        done("grant", "--client", "screen", "--stream", "news");
        assertThat(kagicast.output()).isEqualTo("screen may have the keys of news from now on.\n");

        done("revoke", "--client", "screen");
        done("policy");
        assertThat(kagicast.output()).contains("granted   client          screen                news  (is revoked)\n")
                .contains("owns      content-server  studio                news\n");
        assertThat(policy().get("grants")).filteredOn(entry -> entry.has("revoked"))
                .extracting(entry -> entry.get("name").asString()).containsExactly("screen");
        done("reinstate", "--client", "screen");
        assertThat(kagicast.output()).isEqualTo("client screen is let in again.\n");

        done("revoke", "--content-server", "studio");
        done("grant", "--client", "screen", "--stream", "news");
        assertThat(kagicast.output()).contains("But the content server studio, which owns news, is revoked",
                "`kagicast stream take-over --stream news --to NAME`");
        done("grant", "--client", "screen", "--stream", "news", "--json");
        JsonNode told = JsonMapper.shared().readTree(kagicast.output());
        assertThat(told.get("revokedOwner").asString()).isEqualTo("studio");
        assertThat(told.get("unowned").asBoolean()).isFalse();
        done("stream", "release", "--stream", "news");
        done("reinstate", "--content-server", "studio");
        assertThat(kagicast.output())
                .isEqualTo("content-server studio is let in again. It owns no stream: see `kagicast help stream`.\n");
    }

    @Test
    @DisplayName("The policy marks grants and streams of names that were never enrolled and have no token; a slip of the hand stands out")
    void neverEnrolled() {
        programs.identity(Role.CLIENT, "screen");
        programs.identity(Role.CONTENT_SERVER, "studio");
        done("grant", "--client", "screen", "--stream", "news");
        done("grant", "--client", "scren", "--stream", "news");
        done("grant", "--content-server", "studoi", "--stream", "news");

        done("policy");
        assertThat(kagicast.output()).contains("granted   client          screen                news\n",
                "granted   client          scren                 news  (never enrolled here)\n",
                "owns      content-server  studoi                news  (never enrolled here)\n");
        JsonNode policy = policy();
        assertThat(policy.get("grants")).filteredOn(entry -> entry.has("neverEnrolled"))
                .extracting(entry -> entry.get("name").asString()).containsExactly("scren");
        assertThat(policy.get("owners")).allMatch(entry -> entry.get("neverEnrolled").asBoolean());
    }

    @Test
    @DisplayName("A node whose host does not exist is told by that host")
    void noSuchHost() {
        assertThat(kagicast.run("status", "--node", "no-such-host.invalid:7400", "--identity",
                programs.domain().operatorFolder().toString())).isEqualTo(1);
        assertThat(kagicast.errors()).contains("There is no host no-such-host.invalid: check the name");
    }

    @Test
    @DisplayName("An operator who was revoked is told that alone, and not to take another identity")
    void revokedOperator() {
        run("revoke", "--operator", "operator", "--force");

        refused("The operator operator has been revoked", "status");
        assertThat(kagicast.errors()).doesNotContain("--identity");
        try (LogLines log = LogLines.of("org.kagicast.node.NodeClient")) {
            refused("The operator operator has been revoked", "watch");
            assertThat(kagicast.errors().lines()).as("told once").hasSize(1);
            assertThat(log.atLeast(Level.WARN)).isEmpty();
        }
    }
}
