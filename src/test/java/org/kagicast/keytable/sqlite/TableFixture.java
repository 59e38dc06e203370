package org.kagicast.keytable.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyIdAllocator;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.Kek;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.kek.KekParameters;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

/// A folder with a key table, or a copy of one, and its KEK file, and a way past the table's own code into its files.
final class TableFixture {

    static final NodeName CS1 = new NodeName("cs-1");
    static final StreamName NEWS = new StreamName("news");

    final SecureRandom randomness = new SecureRandom();
    final ManualTime time;
    final Path file;
    final KekFile kek;
    private long requests;

    TableFixture(Path folder) {
        this(folder, new ManualTime());
    }

    TableFixture(Path folder, ManualTime time) {
        this.time = time;
        file = folder.resolve("key-table.db");
        kek = KekFile.create(folder.resolve("kek"), randomness);
    }

    SqliteKeyTable open() {
        return open(kek);
    }

    SqliteKeyTable open(KekSource source) {
        return open(file, source, new RandomKeyIds(randomness));
    }

    SqliteKeyTable openCounting(TableLimits limits) {
        return SqliteKeyTable.open(file, kek, new SequentialKeyIds(), limits, randomness, time);
    }

    SqliteReplicaTable openCopy() {
        return openCopy(kek);
    }

    SqliteReplicaTable openCopy(KekSource source) {
        return SqliteReplicaTable.open(file, source, randomness, time);
    }

    SqliteKeyTable open(Path table, KekSource source, KeyIdAllocator allocator) {
        return SqliteKeyTable.open(table, source, allocator, TableLimits.DEFAULT, randomness, time);
    }

    /// A closed table of so many keys.
    void make(int keys) {
        try (KeyTable table = open()) {
            for (int i = 0; i < keys; i++) {
                create(table).close();
            }
        }
    }

    KeyRecord create(KeyTable table) {
        table.policy().own(NEWS, CS1);
        return ((Created) table
                .create(new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_256_GCM, new UUID(1, requests++)))).key();
    }

    /// @param after the highest number that the content server knows
    KeyRecord create(KeyTable table, KeyLine line, long after) {
        table.policy().own(line.stream(), CS1);
        return ((Created) table
                .create(new KeyCreationRequest(CS1, line, CipherSuite.AES_256_GCM, new UUID(1, requests++), after)))
                .key();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The check value of the KEK says what it said before files had a seal of their policy.
    void forgetSeal() throws SQLException {
        String origin = new String(blobs("SELECT CAST(origin AS BLOB) FROM key_table").getFirst(),
                StandardCharsets.UTF_8);
        try (Kek opened = kek.open(new KekParameters.OfFile())) {
            String value = HexFormat.of().formatHex(opened.checkValue(Kek.Check.FITS, origin, randomness));
            execute("UPDATE kek SET check_value = x'" + value + "'");
        }
    }

    /// Everything in one column of a query.
    List<byte[]> blobs(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<byte[]> blobs = new ArrayList<>();
            while (rows.next()) {
                blobs.add(rows.getBytes(1));
            }
            return blobs;
        }
    }

    /// How many of these byte strings stand in any file of the table.
    long countPresent(List<byte[]> strings) {
        String all = allBytes();
        return strings.stream().filter(each -> all.contains(text(each))).count();
    }

    /// What all files of the table hold together, one character a byte.
    private String allBytes() {
        try (Stream<Path> files = Files.list(file.getParent())) {
            StringBuilder all = new StringBuilder();
            for (Path each : files.filter(path -> !path.equals(kek.path())).toList()) {
                all.append(text(Files.readAllBytes(each)));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
