package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.kagicast.model.OperatorException;

/// The tables inside the file and their versions.
///
/// A migration is one SQL script, and it and the new version are one transaction. SQLite keeps an application ID and a
/// version of its own in every file, which have to be checked anyway; a migration library would keep a second version
/// beside them and take more than a second to start.
final class Schema {

    /// "KAGI", in the header of every key table.
    private static final int APPLICATION = 0x4b414749;

    /// In order; the version is how many have been run.
    private static final List<String> SCRIPTS = List.of("schema-1.sql", "schema-2.sql");

    private Schema() {
    }

    /// Marks an empty file as a key table and makes its tables.
    static void make(Sql sql) {
        sql.run("PRAGMA application_id = " + APPLICATION);
        migrate(sql, 0);
    }

    /// Refuses every file that is no sound key table of this or an earlier version, and changes none.
    ///
    /// @throws OperatorException with what is wrong and what to do
    static void check(Sql sql, Path file) {
        long application = sql.number("PRAGMA application_id");
        if (application != APPLICATION) {
            throw new OperatorException("The file " + file + " is empty or belongs to another program: restore a "
                    + "backup of the key table, or name another file.");
        }
        if (version(sql) > SCRIPTS.size()) {
            throw new OperatorException("The key table " + file + " has been written by a newer Kagicast: install at "
                    + "least that version.");
        }
        List<String> complaints = sql.all("PRAGMA integrity_check(1)", row -> row.getString(1));
        if (!complaints.equals(List.of("ok")) || sql.exists("PRAGMA foreign_key_check")) {
            throw new OperatorException(Faults.damaged(file, "its pages or tables do not fit together"));
        }
    }

    /// Brings a checked file to the version of this program.
    static void migrate(Sql sql) {
        migrate(sql, version(sql));
    }

    private static void migrate(Sql sql, long from) {
        for (int version = (int) from; version < SCRIPTS.size(); version++) {
            sql.run("BEGIN IMMEDIATE");
            for (String statement : statements(SCRIPTS.get(version))) {
                sql.run(statement);
            }
            sql.run("PRAGMA user_version = " + (version + 1));
            sql.run("COMMIT");
        }
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
