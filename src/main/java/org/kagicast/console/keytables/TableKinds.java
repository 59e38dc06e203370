package org.kagicast.console.keytables;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.keytables.Column.Trait;
import org.kagicast.console.session.Target;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RoleSnapshot;

/// The three kinds of key table: who holds which keys. Columns as the snapshots have them; never key material.
final class TableKinds {

    private TableKinds() {
    }

    /// The key tables of the key servers.
    static TableKind<KeyRow> keyServers() {
        ColumnFactory<KeyRow> columns = new ColumnFactory<>();
        return new TableKind<>("keyTable", rows(NodeSnapshot::keyServers, KeyServerSnapshot::keys),
                snapshot -> snapshot.keyServers().stream().mapToInt(KeyServerSnapshot::keysNotShown).sum(),
                KeyRow::keyId,
                row -> KeyPhase.of(row.state()), row -> Optional.of(row.stream()),
                row -> new Target.OfKeyServer(row.owner()), row -> new Target.OfStream(row.record().stream()),
                List.of(columns.owner("keyServer"), columns.key(KeyRow::keyId),
                        columns.fullId(KeyRow::keyId, Trait.FULL_ID),
                        columns.text("stream", 130, row -> row.record().line()),
                        columns.text("owner", 110, row -> row.record().owner()),
                        columns.text("suite", 100, row -> row.record().suite().text()),
                        columns.word("state", "key.state", 104, KeyRow::state),
                        columns.time("created", row -> Optional.of(row.created())),
                        columns.time("activated", KeyRow::activated),
                        columns.time("deactivated", KeyRow::deactivated),
                        columns.text("fingerprint", 86, row -> row.record().fingerprint()),
                        columns.number("fetchers", 78, row -> (long) row.fetchers())));
    }

    /// The encryption-key tables of the content servers.
    static TableKind<EncryptionKeyRow> contentServers() {
        ColumnFactory<EncryptionKeyRow> columns = new ColumnFactory<>();
        return new TableKind<>("encryptionKeyTable",
                rows(NodeSnapshot::contentServers, ContentServerSnapshot::keys), snapshot -> 0, EncryptionKeyRow::keyId,
                row -> KeyPhase.of(row.state()), row -> Optional.of(row.stream()),
                row -> new Target.OfStream(row.record().stream()), row -> new Target.OfStream(row.record().stream()),
                List.of(columns.key(EncryptionKeyRow::keyId),
                        columns.fullId(EncryptionKeyRow::keyId),
                        columns.text("stream", 88, row -> row.record().line()),
                        columns.text("contentServer", 92, TableEntry::owner, Trait.HIDDEN),
                        columns.text("suite", 100, row -> row.record().suite().text(), Trait.HIDDEN),
                        columns.word("state", "key.state", 90, EncryptionKeyRow::state),
                        columns.time("stored", row -> Optional.of(row.stored())),
                        columns.number("packets", 64, EncryptionKeyRow::packets, Trait.RESTLESS),
                        columns.text("fingerprint", 78, row -> row.record().fingerprint())));
    }

    /// The decryption-key tables of the clients.
    static TableKind<DecryptionKeyRow> clients() {
        ColumnFactory<DecryptionKeyRow> columns = new ColumnFactory<>();
        return new TableKind<>("decryptionKeyTable", rows(NodeSnapshot::clients, ClientSnapshot::keys), snapshot -> 0,
                DecryptionKeyRow::keyId, row -> KeyPhase.of(row.status()), DecryptionKeyRow::stream,
                row -> new Target.OfClient(row.owner()), row -> new Target.OfClient(row.owner()),
                List.of(columns.owner("client"), columns.key(DecryptionKeyRow::keyId),
                        columns.fullId(DecryptionKeyRow::keyId),
                        columns.optional("stream", 90, DecryptionKeyRow::line),
                        columns.optional("suite", 100, row -> row.suite().map(CipherSuite::text), Trait.HIDDEN),
                        columns.word("status", "key.status", 86, DecryptionKeyRow::status),
                        columns.optional("fetchedFrom", 92, DecryptionKeyRow::fetchedFrom, Trait.HIDDEN),
                        columns.time("fetched", DecryptionKeyRow::fetched),
                        columns.time("lastUsed", DecryptionKeyRow::lastUsed, Trait.RESTLESS, Trait.HIDDEN),
                        columns.number("opened", 62, DecryptionKeyRow::opened, Trait.RESTLESS),
                        columns.number("lost", 44, DecryptionKeyRow::lost),
                        columns.number("held", 44, row -> (long) row.held(), Trait.RESTLESS),
                        columns.text("fingerprint", 80, row -> row.record().fingerprint()),
                        columns.message("why", 200, DecryptionKeyRow::why, Trait.HIDDEN)));
    }

    private static <S extends RoleSnapshot, R> Function<NodeSnapshot, List<TableEntry<R>>> rows(
            Function<NodeSnapshot, List<S>> roles, Function<S, List<R>> rows) {
        return snapshot -> roles.apply(snapshot).stream().flatMap(role -> owned(role.name(), rows.apply(role)))
                .toList();
    }

    private static <R> Stream<TableEntry<R>> owned(NodeName owner, List<R> rows) {
        return rows.stream().map(row -> new TableEntry<>(owner, row));
    }
}
