package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.time.SystemTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `audit verify` as an operator runs it, against files and against nodes that write them.
class AuditCommandTest {

    private final CommandLineFixture kagicast = new CommandLineFixture();

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() throws Exception {
        programs = new ProgramsFixture(folder, new SystemTime());
        master = programs.master();
        programs.create(master, "cs-1", NEWS);
        programs.awaitAudited("master", "key_created");
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    private int verifyNode(Program node, String... more) {
        List<String> command = new java.util.ArrayList<>(List.of("audit", "verify", "--node",
                node.address().toString(), "--identity", programs.domain().operatorFolder().toString()));
        command.addAll(List.of(more));
        return kagicast.run(command.toArray(String[]::new));
    }

    private JsonNode verified(Program node, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of(more));
        all.add("--json");
        assertThat(verifyNode(node, all.toArray(String[]::new))).as(kagicast.errors()).isZero();
        return JsonMapper.shared().readTree(kagicast.output());
    }

    @Test
    @DisplayName("A node verifies its own log and tells its head; a log that was replaced does not fit the head that was pinned")
    void nodeVerifiesItsLog() throws Exception {
        programs.await("a signed head", () -> verified(master).get("signed").asInt() >= 3);
        JsonNode first = verified(master);
        assertThat(first.get("entries").asInt()).as("the table was opened, a stream given, a key made").isEqualTo(3);
        String head = first.get("head").asString();
        programs.create(master, "cs-1", NEWS);

        assertThat(verifyNode(master, "--pin", head)).as(kagicast.errors()).isZero();
        assertThat(kagicast.output()).contains("entries are whole", "Head: ", "Signed with: ");
        assertThat(verifyNode(master, "--pin", "1:" + "0".repeat(64))).isEqualTo(1);
        assertThat(kagicast.errors()).contains("entry 1").contains("not the entry that was pinned");
        assertThat(verifyNode(master, "--pin", "1")).isEqualTo(2);
        assertThat(kagicast.errors()).contains("is no pinned head");

        Path log = programs.data("master").audit();
        Files.writeString(log, Files.readString(log).replaceFirst("cs-1", "cs-9"));
        assertThat(verifyNode(master)).isEqualTo(1);
        assertThat(kagicast.errors()).isEqualTo(
                "kagicast: The audit log is broken at entry 2 (audit.jsonl): the entry has been changed.\n");
    }

    @Test
    @DisplayName("A slave verifies its log as well, of which the file can be named as well")
    void slavesHaveLogs() throws Exception {
        Program slave = programs.slave("slave-1");
        programs.awaitRevision(slave, snapshot(master).revision());
        assertThat(verified(slave).get("entries").asInt()).isZero();

        assertThat(kagicast.run("audit", "verify", programs.data("slave-1").audit().toString())).isZero();
        assertThat(kagicast.output()).contains("All 0 entries are whole");
        assertThat(kagicast.run("audit", "verify")).as("neither file nor node").isEqualTo(2);
        assertThat(kagicast.run("audit", "verify", "x", "--node", "localhost:1")).as("both").isEqualTo(2);
    }
}
