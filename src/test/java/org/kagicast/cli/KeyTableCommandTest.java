package org.kagicast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.node.program.ProgramsFixture.NEWS;
import static org.kagicast.node.program.ProgramsFixture.authority;
import static org.kagicast.node.program.ProgramsFixture.snapshot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.files.PrivateFiles;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.kek.KekPassphrase;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.node.program.KekChoice;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.ProgramsFixture;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;

/// Backup and restore as an operator does them, beside a key master that runs.
class KeyTableCommandTest {

    private static final String PASSPHRASE = "correct horse battery";

    private final CommandLineFixture kagicast = new CommandLineFixture();

    @TempDir
    private Path folder;
    private ProgramsFixture programs;
    private String data = "";
    private Path backup;

    @BeforeEach
    void start() {
        programs = new ProgramsFixture(folder);
        data = programs.data("master").path().toString();
        backup = folder.resolve("backup.db");
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
    }

    private int backUp() {
        return kagicast.run("key-table", "backup", "--data", data, "--out", backup.toString());
    }

    private void assertFails(String words, String... command) {
        assertThat(kagicast.run(command)).isEqualTo(1);
        assertThat(kagicast.errors()).contains(words).matches("kagicast: [^\n]*\\.\n");
        assertThat(kagicast.output()).isEmpty();
    }

    private void assertRestoreFails(String words, String... more) {
        String[] command = new String[6 + more.length];
        System.arraycopy(new String[]{"key-table", "restore", "--data", data, "--from", backup.toString()}, 0, command,
                0, 6);
        System.arraycopy(more, 0, command, 6, more.length);
        assertFails(words, command);
    }

    @Test
    @DisplayName("A table is backed up while the key master runs, and restored later; what came in between is forgotten, and slaves start over")
    void backupAndRestore() throws Exception {
        Program master = programs.master();
        CreatedKey kept = programs.create(master, "cs-1", NEWS);
        authority(master).grant(new NodeName("alice"), NEWS);

        assertThat(backUp()).as(kagicast.errors()).isZero();

        assertThat(kagicast.output()).contains(backup.toString(), "KEK file only, which is not in it");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup))).isEqualTo("rw-------");
        assertThat(Files.readString(backup, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(kept.baseKey().copyBytes(), StandardCharsets.ISO_8859_1));
        CreatedKey forgotten = programs.create(master, "cs-1", NEWS);
        Program slave = programs.slave("slave-1");
        programs.awaitRevision(slave, snapshot(master).revision());
        assertRestoreFails("is in use by another key server", "--replace");
        master.close();
        assertRestoreFails("is there already");

        assertThat(kagicast.run("key-table", "restore", "--data", data, "--from", backup.toString(), "--replace",
                "--json")).as(kagicast.errors()).isZero();

        assertThat(kagicast.output()).isEqualTo("{\"restored\":\"" + backup + "\"}\n");
        Program restored = programs.master();
        assertThat(programs.fetch(restored, "alice", kept.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class,
                key -> assertThat(key.baseKey()).isEqualTo(kept.baseKey()));
        programs.await("the restored table", () -> snapshot(slave).tableId().equals(snapshot(restored).tableId())
                && snapshot(slave).revision() == snapshot(restored).revision());
        assertThat(programs.fetch(slave, "alice", kept.keyId())).isInstanceOf(FetchOutcome.Key.class);
        assertThat(programs.fetch(slave, "alice", forgotten.keyId())).isInstanceOfSatisfying(
                FetchOutcome.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.UNKNOWN));
    }

    @Test
    @DisplayName("On a new machine a restored table waits for its KEK file, and says so")
    void restoreElsewhere() throws Exception {
        Program master = programs.master();
        CreatedKey key = programs.create(master, "cs-1", NEWS);
        assertThat(backUp()).isZero();
        master.close();
        Path kek = Files.move(programs.data("master").path().resolve("kek"), folder.resolve("kek-copy"));
        Files.move(programs.data("master").path(), folder.resolve("lost"));
        Files.createDirectories(folder.resolve("master"));
        Files.move(folder.resolve("lost/identity"), folder.resolve("master/identity"));

        assertThat(kagicast.run("key-table", "restore", "--data", data, "--from", backup.toString()))
                .as(kagicast.errors()).isZero();

        assertThat(kagicast.output()).contains("needs the KEK file of that time in " + data + "/kek");
        Files.move(kek, programs.data("master").path().resolve("kek"));
        Program restored = programs.master();
        authority(restored).grant(new NodeName("alice"), NEWS);
        assertThat(programs.fetch(restored, "alice", key.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class,
                same -> assertThat(same.baseKey()).isEqualTo(key.baseKey()));
    }

    @Test
    @DisplayName("A table under a passphrase has no KEK on the disk, and opens, from a backup too, with that passphrase only")
    void passphrase() throws Exception {
        Program master = programs.master(new KekChoice.Passphrase(() -> KekPassphrase.of(PASSPHRASE.toCharArray())));
        CreatedKey key = programs.create(master, "cs-1", NEWS);
        assertThat(backUp()).isZero();
        master.close();
        assertThat(programs.data("master").path().resolve("kek")).doesNotExist();
        String right = passphraseFile("right", PASSPHRASE + "\n");
        String wrong = passphraseFile("wrong", "another horse battery\n");

        assertRestoreFails("passphrase", "--replace", "--kek-passphrase-file", wrong);
        assertRestoreFails("--kek-file", "--replace", "--kek-passphrase-file", right, "--kek-file", "x");
        assertThat(kagicast.run("key-table", "restore", "--data", data, "--from", backup.toString(), "--replace",
                "--kek-passphrase-file", right)).as(kagicast.errors()).isZero();

        assertThat(kagicast.output()).contains("needs the KEK passphrase of that time");
        assertThatThrownBy(() -> programs.master(
                new KekChoice.Passphrase(() -> KekPassphrase.of("another horse battery".toCharArray()))))
                .isInstanceOf(OperatorException.class).hasMessageContaining("passphrase");
        Program restored = programs
                .master(new KekChoice.Passphrase(() -> KekPassphrase.of(PASSPHRASE.toCharArray())));
        authority(restored).grant(new NodeName("alice"), NEWS);
        assertThat(programs.fetch(restored, "alice", key.keyId())).isInstanceOfSatisfying(FetchOutcome.Key.class,
                same -> assertThat(same.baseKey()).isEqualTo(key.baseKey()));
    }

    private String passphraseFile(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        PrivateFiles.store(file, content.getBytes(StandardCharsets.UTF_8));
        return file.toString();
    }

    @Test
    @DisplayName("Each thing that is wrong with a backup, or with what is to be backed up, is told in one sentence")
    void badInputIsTold() throws Exception {
        assertFails("There is no key table " + data, "key-table", "backup", "--data", data, "--out", "x.db");
        assertRestoreFails("There is no backup " + backup);
        Program master = programs.master();
        programs.create(master, "cs-1", NEWS);
        assertThat(backUp()).isZero();
        assertFails("is there already", "key-table", "backup", "--data", data, "--out", backup.toString());
        assertFails("choose a folder that this user may write", "key-table", "backup", "--data", data, "--out",
                folder.resolve("nowhere/backup.db").toString());
        master.close();

        assertRestoreFails("has been made with another KEK file", "--replace", "--kek-file",
                KekFile.create(folder.resolve("other"), programs.randomness).path().toString());
        Files.writeString(backup, "This is no database, but a text that is longer than the header of one. ".repeat(9));
        assertRestoreFails(backup.toString(), "--replace");
        Files.writeString(backup, "");
        assertRestoreFails(backup.toString(), "--replace");

        assertThat(snapshot(programs.master()).keys()).as("the table is as it was").hasSize(1);
        assertThat(kagicast.run("key-table", "backup", "--data", data)).as("no --out").isEqualTo(2);
    }

    @Test
    @DisplayName("The help says what the KEK is to a backup")
    void helpTellsOfTheKek() {
        assertThat(kagicast.run("key-table", "backup", "--help")).isZero();
        assertThat(kagicast.output()).contains("KEK", "is NOT in it");
    }
}
