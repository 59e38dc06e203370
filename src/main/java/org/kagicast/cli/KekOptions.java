package org.kagicast.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.keytable.kek.KekPassphrase;
import org.kagicast.model.OperatorException;
import org.kagicast.node.program.KekChoice;
import org.kagicast.pki.files.Passphrase;
import picocli.CommandLine.Option;

/// Where the key-encryption key of a key table comes from; never from the command line itself.
final class KekOptions {

    @Option(names = "--kek-file", paramLabel = "FILE", description = "File of the key-encryption key (default: kek in the data folder; made with a new key table).")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--kek-passphrase-file", paramLabel = "FILE|-", description = "File, or - for standard input, whose first line is a passphrase of 12 letters or more, from which the key-encryption key is derived (Argon2id) instead of being read from a file.")
    private Optional<String> passphrase = Optional.empty();

    KekChoice in(Path data, InputStream input) {
        if (file.isPresent() && passphrase.isPresent()) {
            throw new OperatorException("The key table is sealed either under a file's key or under a passphrase: give"
                    + " --kek-file or --kek-passphrase-file, not both.");
        }
        return passphrase.<KekChoice>map(name -> new KekChoice.Passphrase(() -> read(name, input)))
                .orElseGet(() -> new KekChoice.File(file.orElseGet(() -> data.resolve("kek"))));
    }

    private static KekPassphrase read(String name, InputStream input) {
        try (Passphrase given = name.equals("-")
                ? Passphrase.fromStream(input)
                : Passphrase.fromFile(Path.of(name))) {
            char[] letters = given.copyLetters();
            try {
                return KekPassphrase.of(letters);
            } finally {
                Arrays.fill(letters, '\0');
            }
        }
    }
}
