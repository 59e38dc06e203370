package org.kagicast.keytable.sqlite;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.files.DiskRoom;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.PolicyView;
import org.kagicast.keytable.ReplicaTable;
import org.kagicast.keytable.TableChange;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.KeyChange;
import org.kagicast.keytable.TableChange.RevocationChange;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.keytable.Witness;
import org.kagicast.keytable.kek.KekSource;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.time.Time;

/// A slave's copy in one SQLite file, which outlives the slave: each batch and the revision that it leads to are one
/// transaction, synced before [#apply] returns. So whatever moment the power goes at, the copy is what the master's table
/// was at some revision, and goes on from there.
///
/// Keys stand in the file, and in memory until somebody asks for one, sealed under a KEK of the slave's own. Reading never
/// waits for the disk. When the disk fails, [#apply] throws an [org.kagicast.model.OperatorException], and the copy stays
/// as it was.
public final class SqliteReplicaTable extends SqliteRecords implements ReplicaTable {

    private final Optional<Instant> foundAsOf;
    private final Time time;

    private SqliteReplicaTable(OpenTable opened, DiskRoom room, Time time) {
        super(opened, room, time);
        this.foundAsOf = opened.row().takenIn();
        this.time = time;
    }

    /// Opens a copy, or makes an empty one if there is no file. Every page and every sealed key is checked before it
    /// returns.
    ///
    /// @param file the database; its journal and lock lie beside it, readable by their owner only
    /// @param randomness seals the keys
    /// @throws org.kagicast.model.OperatorException with one sentence, if the file is damaged, foreign, in use, not to be
    ///         written, or made with another KEK
    public static SqliteReplicaTable open(Path file, KekSource kek, SecureRandom randomness, Time time) {
        return open(file, kek, DiskRoom.AMPLE, randomness, time);
    }

    /// As [#open(Path, KekSource, SecureRandom, Time)], on a disk whose room is watched. All that its master sends is
    /// urgent: there may be a revocation in it.
    public static SqliteReplicaTable open(Path file, KekSource kek, DiskRoom room, SecureRandom randomness, Time time) {
        return new SqliteReplicaTable(OpenTable.open(FileKind.COPY, file, kek, room, randomness), room, time);
    }

    @Override
    public PolicyView policy() {
        return committed;
    }

    @Override
    public Optional<Instant> foundAsOf() {
        return foundAsOf;
    }

    @Override
    public void startOver(String tableId) {
        if (!isClosed()) {
            writer.write(in -> {
                in.startOver(tableId);
                return true;
            }, Witness.urgent());
        }
    }

    @Override
    public String epoch() {
        return committed.epoch();
    }

    @Override
    public boolean isWhole() {
        return committed.isWhole();
    }

    @Override
    public void apply(List<TableChange> changes, Reached reached) {
        if (!isClosed()) {
            Instant now = time.now();
            writer.write(in -> {
                changes.forEach(change -> put(in, change));
                in.reach(reached, now);
                return true;
            }, Witness.urgent());
        }
    }

    @Override
    public Map<Member, Trust> overlaid() {
        return committed.overlaid();
    }

    @Override
    public void overlay(Map<Member, Trust> words) {
        committed.overlay(words);
    }

    private void put(Transaction in, TableChange change) {
        switch (change) {
            case KeyChange(KeyRecord key) when key.description().state() == KeyState.DESTROYED ->
                in.remove(key.description().keyId());
            case KeyChange(KeyRecord key) -> in.put(sealer.seal(key));
            case GrantChange changed -> in.put(changed);
            case RevocationChange changed -> in.put(changed);
        }
    }
}
