package org.kagicast.keytable.kek;

import java.security.SecureRandom;

/// Where the operator keeps the KEK of a key table.
public sealed interface KekSource permits KekFile, KekPassphrase {

    /// Draws what has to be stored with a new table.
    KekParameters begin(SecureRandom randomness);

    /// The KEK of a table that stores these parameters. The caller closes it.
    ///
    /// @throws org.kagicast.model.OperatorException if this source has none for such a table
    Kek open(KekParameters parameters);
}
