package org.kagicast.node.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.kagicast.node.program.ProgramsFixture.NEWS;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.rpc.FetchOutcome;
import org.kagicast.rpc.GrpcKeyCreator;

/// A key master whose disk of 6 MB is full, as far as the system lets this user mount one.
class FullDiskAcceptance {

    private static final NodeName ALICE = new NodeName("alice");
    private static final NodeName MALLORY = new NodeName("mallory");

    @TempDir
    private Path folder;
    private Path disk;
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() throws Exception {
        disk = Files.createDirectories(folder.resolve("master"));
        assumeTrue(hasRun("mount", "-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs", disk.toString()),
                "mounting takes root's rights");
        programs = new ProgramsFixture(folder);
        master = programs.master();
    }

    @AfterEach
    void stop() throws Exception {
        if (programs != null) {
            programs.close();
        }
        assertThat(hasRun("umount", disk.toString()) || programs == null).isTrue();
    }

    private static boolean hasRun(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }

    /// What somebody else wrote on the same disk.
    private Path fill(String name) throws IOException {
        Path file = disk.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            return file;
        }
    }

    private void activate(KeyId keyId) throws Exception {
        new GrpcKeyCreator(programs.connect(programs.identity(Role.CONTENT_SERVER, "cs-1"), master))
                .setState(keyId, KeyState.ACTIVE).get();
    }

    @Test
    @DisplayName("R31 A full disk at the key server: keys in use are given, a revocation works and so does the rekey that it orders, the status says what is wrong; with room again nothing is missing")
    void fullDisk() throws Exception {
        KeyId before = programs.create(master, "cs-1", NEWS).keyId();
        activate(before);
        ProgramsFixture.authority(master).grant(ALICE, NEWS);
        ProgramsFixture.authority(master).grant(MALLORY, NEWS);
        assertThat(programs.fetch(master, "mallory", before)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(ProgramsFixture.snapshot(master).problem()).isEmpty();

        Path filler = fill("filler");
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).isInstanceOf(ExecutionException.class)
                .hasMessageContaining("make room");
        assertThat(programs.fetch(master, "alice", before)).isInstanceOf(FetchOutcome.Key.class);
        programs.await("the status", () -> ProgramsFixture.snapshot(master).problem().isPresent());
        assertThat(ProgramsFixture.snapshot(master).problem().orElseThrow()).contains("full", "make room");

        assertThat(ProgramsFixture.authority(master).revoke(MALLORY).compromised()).containsExactly(before);
        KeyId after = programs.create(master, "cs-1", NEWS).keyId();
        activate(after);
        assertThat(programs.fetch(master, "alice", after)).isInstanceOf(FetchOutcome.Key.class);
        Path more = fill("more");
        assertThatThrownBy(() -> programs.create(master, "cs-1", NEWS)).as("nothing usual again")
                .isInstanceOf(ExecutionException.class);

        Files.delete(filler);
        Files.delete(more);
        programs.await("room", () -> ProgramsFixture.snapshot(master).problem().isEmpty());
        KeyId last = programs.create(master, "cs-1", NEWS).keyId();
        master.close();
        assertThat(AuditVerifier.verify(programs.data("master").audit())).isInstanceOf(Intact.class);
        for (KeyId made : new KeyId[]{before, after, last}) {
            assertThat(programs.audit("master")).filteredOn(
                    entry -> entry.contains("\"key_created\"") && entry.contains("\"keyId\":" + made.value() + ","))
                    .hasSize(1);
        }
        assertThat(programs.audit("master")).filteredOn(entry -> entry.contains("\"key_given\"")).hasSize(3);
        assertThat(programs.audit("master")).anyMatch(entry -> entry.contains("\"revoked\""))
                .noneMatch(entry -> entry.contains("\"not_done\""));
        master = programs.master();
        assertThat(ProgramsFixture.snapshot(master).keys()).hasSize(3);
        assertThat(ProgramsFixture.authority(master).isRevoked(Member.client(MALLORY))).isTrue();
        assertThat(programs.fetch(master, "mallory", after)).isInstanceOf(FetchOutcome.Refused.class);
    }
}
