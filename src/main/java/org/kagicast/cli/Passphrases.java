package org.kagicast.cli;

import java.io.Console;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

import org.kagicast.model.OperatorException;
import org.kagicast.pki.files.Passphrase;

import picocli.CommandLine.Option;

/// Where the passphrase of the authority's key comes from; never from the command line itself.
final class Passphrases {

    @Option(names = "--passphrase-file", paramLabel = "FILE|-", description = "File, or - for standard input, whose first line is the passphrase of the authority's key (default: asked for where one is needed).")
    private Optional<String> file = Optional.empty();

    /// The passphrase that an option names; empty if none does.
    Optional<Passphrase> given(InputStream input) {
        return file.map(name -> name.equals("-") ? Passphrase.fromStream(input) : Passphrase.fromFile(Path.of(name)));
    }

    /// For a key that is sealed: the one given, or typed by a person.
    Optional<Passphrase> needed(InputStream input) {
        Optional<Passphrase> given = given(input);
        if (given.isPresent()) {
            return given;
        }
        Console console = Optional.ofNullable(System.console()).filter(Console::isTerminal)
                .orElseThrow(() -> new OperatorException(
                        "The authority's key is sealed with a passphrase: name its file with --passphrase-file."));
        return Optional.of(Passphrase.fromConsole(console, "Passphrase of the authority's key: "));
    }
}
