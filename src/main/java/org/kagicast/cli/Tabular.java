package org.kagicast.cli;

import java.util.List;

/// A command whose configuration file may hold several tables of one kind, each with options that otherwise stand on the
/// command line.
///
/// @param <O> holds the options of one table
/// @param <S> what they mean
interface Tabular<O, S> {

    /// What the tables are called, such as "stream" for `[[stream]]`.
    String table();

    /// What a table may call the option that is called as the table itself is; the same again if nothing else.
    String nameKey();

    /// Takes what the options of one table are read into.
    O options();

    /// @throws org.kagicast.model.OperatorException if the options do not go together
    S settings(O options);

    /// Takes what all tables mean, at least one, in the place of options on the command line.
    void take(List<S> tables);
}
