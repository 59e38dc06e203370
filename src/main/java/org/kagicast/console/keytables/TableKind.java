package org.kagicast.console.keytables;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.session.Target;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamName;

/// What tells the key tables of one kind of role from those of another.
///
/// @param id names it in texts and CSV files
/// @param rows all rows of all tables of this kind
/// @param notShown how many more keys there are in these tables than they have rows
/// @param stream empty while the row's stream is not known
/// @param host the part of the picture whose node the table is on
/// @param target where the Live screen shows what the row is about
/// @param <R> the type of the rows
public record TableKind<R>(String id, Function<NodeSnapshot, List<TableEntry<R>>> rows,
        ToIntFunction<NodeSnapshot> notShown, Function<R, KeyId> keyId,
        Function<R, KeyPhase> phase, Function<R, Optional<StreamName>> stream, Function<TableEntry<R>, Target> host,
        Function<TableEntry<R>, Target> target,
        List<Column<R>> columns) {

    public TableKind {
        columns = List.copyOf(columns);
    }
}
