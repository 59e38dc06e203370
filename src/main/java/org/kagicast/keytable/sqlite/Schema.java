package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.StorageMessage;

/// The tables inside the file and their versions.
///
/// A migration is one SQL script, and it and the new version are one transaction. SQLite keeps an application ID and a
/// version of its own in every file, which have to be checked anyway; a migration library would keep a second version
/// beside them and take more than a second to start.
final class Schema {

    /// In order; the version is how many have been run.
    private static final List<String> SCRIPTS = List.of("schema-1.sql", "schema-2.sql", "schema-3.sql", "schema-4.sql",
            "schema-5.sql", "schema-6.sql", "schema-7.sql", "schema-8.sql", "schema-9.sql",
            "schema-10.sql");

    private Schema() {
    }

    /// Marks an empty file as one of a kind and makes its tables.
    static void make(Sql sql, FileKind kind) {
        sql.run("PRAGMA application_id = " + kind.application());
        migrate(sql, 0, () -> {
        });
    }

    /// Refuses every file that is no sound one of its kind, of this or an earlier version, and changes none.
    ///
    /// @throws OperatorException with what is wrong and what to do
    static void check(Sql sql, SqliteErrors faults) {
        checkKind(sql.number("PRAGMA application_id"), faults);
        if (version(sql) > SCRIPTS.size()) {
            throw new OperatorException(
                    faults.the() + " has been written by a newer Kagicast: install at least that version.");
        }
        List<String> complaints = sql.all("PRAGMA integrity_check(1)", row -> row.getString(1));
        if (!complaints.equals(List.of("ok")) || sql.exists("PRAGMA foreign_key_check")) {
            throw new OperatorException(faults.damaged(StorageMessage.TABLES_APART.with()));
        }
        if (sql.exists("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')")) {
            throw new OperatorException(faults.damaged(StorageMessage.TRIGGERS_PUT.with()));
        }
    }

    private static void checkKind(long application, SqliteErrors faults) {
        FileKind expected = faults.kind();
        if (application == expected.application()) {
            return;
        }
        throw new OperatorException("The file " + faults.file() + Arrays.stream(FileKind.values())
                .filter(kind -> kind.application() == application).findFirst()
                .map(other -> " is a " + other.text() + ", and a " + expected.text() + " is needed: name another file.")
                .orElse(" is empty or belongs to another program: " + expected.cure() + ", or name another file."));
    }

    /// Whether a checked file is of an earlier version.
    static boolean isOld(Sql sql) {
        return version(sql) < SCRIPTS.size();
    }

    /// Brings a checked file to the version of this program, at once and as a whole.
    ///
    /// @param last done in the same transaction
    static void migrate(Sql sql, Runnable last) {
        migrate(sql, version(sql), last);
    }

    private static void migrate(Sql sql, long from, Runnable last) {
        sql.run("BEGIN IMMEDIATE");
        for (int version = (int) from; version < SCRIPTS.size(); version++) {
            for (String statement : statements(SCRIPTS.get(version))) {
                sql.run(statement);
            }
        }
        sql.run("PRAGMA user_version = " + SCRIPTS.size());
        last.run();
        sql.run("COMMIT");
    }

    private static long version(Sql sql) {
        return sql.number("PRAGMA user_version");
    }

    /// In these scripts a semicolon ends a statement, and a line that ends in one ends nothing else.
    private static List<String> statements(String script) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(script), script)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("--")).reduce((a, b) -> a + "\n" + b).stream()
                    .flatMap(all -> List.of(all.split(";(\\n|$)", 0)).stream()).filter(each -> !each.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files can be read", e);
        }
    }
}
