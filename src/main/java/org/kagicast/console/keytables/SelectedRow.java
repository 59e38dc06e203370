package org.kagicast.console.keytables;

import java.util.Optional;

import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.session.Target;
import org.kagicast.model.StreamName;

/// The row that the commands of the screen are about: the one selected last, in whichever table.
///
/// @param table the id of its table's kind
/// @param stream empty while the row's stream is not known
/// @param lines the selected rows as tab-separated text
record SelectedRow(String table, KeyLook look, Optional<StreamName> stream, Target target, String lines) {}
