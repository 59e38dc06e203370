package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.kagicast.keytable.kek.KekPassphrase;

/// Where the key-encryption key of a database comes from. A database is made with one or the other, and stays with it.
public sealed interface KekChoice {

    /// A file of 32 random bytes, made together with a new database.
    record File(Path path) implements KekChoice {}

    /// A passphrase, which is nowhere on the disk unless whoever gives it puts it there.
    ///
    /// @param given asked once for each database that is opened; wiped after that
    record Passphrase(Supplier<KekPassphrase> given) implements KekChoice {}
}
