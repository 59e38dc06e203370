package org.kagicast.console.keytables;

import org.kagicast.model.NodeName;

/// One row of a role's table.
///
/// @param owner the role whose table it stands in
/// @param record the row as the snapshot has it
/// @param <R> its type
public record TableEntry<R>(NodeName owner, R record) {}
