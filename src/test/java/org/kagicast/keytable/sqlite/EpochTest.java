package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableHistory;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.OperatorException;

/// Which opening of a table made which of its revisions, so that two histories of one table are told apart.
class EpochTest {

    @TempDir
    private Path folder;
    private TableFixture files;
    private Path older;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
        older = folder.resolve("older.db");
    }

    private void change(KeyTable table) {
        files.create(table).close();
    }

    private void keepState() throws IOException {
        Files.copy(files.file, older, StandardCopyOption.REPLACE_EXISTING);
    }

    private void putBack() throws IOException {
        Files.copy(older, files.file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    @DisplayName("R31 each opening in which something changed is an epoch of its own, and what it made keeps it for ever")
    void openingsAreEpochs() {
        files.make(2);
        String first;
        String second;
        try (KeyTable table = files.open()) {
            first = table.epochAt(2);
            assertThat(table.epochAt(1)).isEqualTo(first).isNotEmpty();
            change(table);
            second = table.epochAt(3);
        }
        files.open().close();
        try (KeyTable table = files.open()) {
            assertThat(second).isNotEqualTo(first);
            assertThat(table.epochAt(2)).isEqualTo(first);
            assertThat(table.epochAt(3)).as("nothing has changed since").isEqualTo(second);
        }
    }

    @Test
    @DisplayName("R31 a table that was put back makes the same revisions in another epoch, however often it is put back")
    void putBackTableIsAnotherHistory() throws IOException {
        files.make(2);
        keepState();
        String lost;
        try (KeyTable table = files.open()) {
            change(table);
            lost = table.epochAt(3);
        }

        putBack();
        String once;
        try (KeyTable table = files.open()) {
            change(table);
            change(table);
            once = table.epochAt(3);
            assertThat(once).isNotEqualTo(lost);
        }
        putBack();
        try (KeyTable table = files.open()) {
            change(table);
            assertThat(table.epochAt(3)).isNotEqualTo(lost).isNotEqualTo(once);
            assertThat(table.epochAt(2)).as("the past that all have").isNotEqualTo(table.epochAt(3));
        }
    }

    @Test
    @DisplayName("A table of so many epochs forgets the oldest")
    void epochsAreBounded() {
        TableHistory history = new TableHistory();
        for (int opening = 1; opening <= TableHistory.MOST + 2; opening++) {
            history.begin(10L * opening, "epoch " + opening);
        }

        assertThat(history.epochAt(29)).isEmpty();
        assertThat(history.epochAt(30)).isEqualTo("epoch 3");
        assertThat(history.epochAt(1_000_000)).isEqualTo("epoch " + (TableHistory.MOST + 2));
    }

    @Test
    @DisplayName("R31 a table that is known to have been put back gives no counted key ID out, at once and after a restart")
    void countedIdsAreRefused() throws IOException {
        try (SqliteKeyTable table = files.openCounting(TableLimits.DEFAULT)) {
            change(table);

            table.putBack();

            assertThatThrownBy(() -> change(table)).isInstanceOf(OperatorException.class)
                    .hasMessageContainingAll("was put back to an older state", "choose random key IDs");
        }
        assertThatThrownBy(() -> files.openCounting(TableLimits.DEFAULT)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("choose random key IDs");
        try (KeyTable table = files.open()) {
            assertThat(table.wasPutBack()).isTrue();
            change(table);
        }
    }

    @Test
    @DisplayName("R31 what is on the disk is told to nobody before the table knows in which epoch it was made")
    void changesAreToldWithTheirEpoch() throws Exception {
        try (SqliteKeyTable table = files.open()) {
            change(table);
            long known = table.revision();
            files.execute("INSERT INTO policy_grant (client, stream, label, standing, revision) "
                    + "VALUES ('alice', 'news', '', 'GIVEN', " + (known + 1) + ")");

            assertThat(table.changesAfter(known, 10)).isEmpty();
            assertThat(table.changesAfter(0, 10)).hasSize(1).allMatch(change -> change.revision() <= known)
                    .allSatisfy(TableChange::close);
        }
    }
}
