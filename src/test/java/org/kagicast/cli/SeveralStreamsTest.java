package org.kagicast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.lab.Eventually;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot.Status;
import org.kagicast.node.program.ContentServerProgram;
import org.kagicast.node.program.ContentServerSettings;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.pki.Enrollee;
import org.kagicast.time.SystemTime;

/// The operator's commands to a content server with several streams.
@Timeout(60)
class SeveralStreamsTest {

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private ProgramsFixture programs;
    private Program master;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder, new SystemTime());
        master = programs.master();
        enrol(Role.OPERATOR, "olga");
        enrol(Role.CONTENT_SERVER, "studio");
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    @Test
    @DisplayName("grant gives several streams at once; a command that needs one stream lists them, and with one needs no name")
    void commands() {
        assertThat(run(master, "grant", "--content-server", "studio", "--stream", "news,film")).isZero();
        assertThat(output.toString(UTF_8)).contains("studio owns news from now on", "studio owns film from now on");
        Program both = studio("news", "film");

        assertThat(run(both, "status")).isZero();
        assertThat(output.toString(UTF_8)).contains("stream news to ", "stream film to ");
        assertThat(run(both, "rekey", "--now")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("several streams: name one with --stream, of news, film.");
        assertThat(run(both, "rekey", "--now", "--stream", "sports")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("sends no stream sports: take one of news, film.");
        assertThat(run(both, "rekey", "--now", "--stream", "film")).as(errors.toString(UTF_8)).isZero();
        both.close();

        Program one = studio("news");
        assertThat(run(one, "rekey", "--now")).as(errors.toString(UTF_8)).isZero();
        assertThat(output.toString(UTF_8)).matches("Key news [0-9]+ \\(ID [0-9]+\\) is in use now\\.\\s*");
        assertThat(run(master, "rekey", "--now")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("The node sends no stream: name a content server");
    }

    @Test
    @DisplayName("R25 a command about a pending change may name its key, by its number or its ID; another one's change is left alone")
    void namedKey() {
        assertThat(run(master, "grant", "--content-server", "studio", "--stream", "news")).isZero();
        Program studio = studio("news");
        assertThat(run(studio, "rekey", "--announce", "1h")).isZero();
        assertThat(output.toString(UTF_8)).matches("Key news 2 \\(ID [0-9]+\\) is announced\\.\\s*");
        assertThat(run(studio, "status")).isZero();
        assertThat(output.toString(UTF_8)).containsPattern(
                "sending, key news 1 \\(ID [0-9]+\\), .*, key news 2 \\(ID [0-9]+\\) announced for ");

        assertThat(run(studio, "rekey", "--now", "--key", "2")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("--key and --key-id name the key of a pending change: leave them");
        assertThat(run(studio, "rekey", "--cancel", "--key", "99")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("The node has no key news 99, or not any more");
        assertThat(run(studio, "rekey", "--cancel", "--key-id", "99")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("No key ID 99 of news is known here; nothing was cancelled. "
                + "Pending is key news 2.");
        assertThat(run(studio, "rekey", "--cancel", "--key", "1")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("Key news 1 is in use already; nothing was cancelled. "
                + "Pending is key news 2.");
        assertThat(run(studio, "rekey", "--hold", "--key", "2")).as(errors.toString(UTF_8)).isZero();
        assertThat(run(studio, "rekey", "--switch", "--key", "2")).as(errors.toString(UTF_8)).isZero();
        assertThat(run(studio, "rekey", "--cancel", "--key", "2")).isEqualTo(1);
        assertThat(errors.toString(UTF_8)).contains("Key news 2 is in use already; nothing was cancelled.");
    }

    private Program studio(String... names) {
        List<StreamSettings> streams = new ArrayList<>();
        for (String name : names) {
            streams.add(StreamSettings.of(new StreamName(name), TestGroups.any(), "lo",
                    Sources.parse("pattern:rate=10&size=100")));
        }
        Program studio = programs.closing(ContentServerProgram.start(new ContentServerSettings(
                new HostPort("127.0.0.1", 0), folder.resolve("studio"), List.of(master.address()), streams),
                programs.around));
        Eventually.eventually("all send", () -> studio.node().snapshot().join().contentServers().getFirst().streams()
                .stream().allMatch(stream -> stream.status() == Status.SENDING));
        return studio;
    }

    private void enrol(Role role, String name) {
        programs.domain().enrolHere(new Enrollee(role, new NodeName(name), List.of("127.0.0.1"), Set.of()),
                folder.resolve(name));
    }

    private int run(Program node, String command, String... options) {
        output.reset();
        errors.reset();
        List<String> all = new ArrayList<>(List.of(command, "--node", node.address().toString(), "--identity",
                folder.resolve("olga").toString()));
        all.addAll(List.of(options));
        return new Kagicast(InputStream.nullInputStream(), output, errors).run(all.toArray(String[]::new));
    }
}
