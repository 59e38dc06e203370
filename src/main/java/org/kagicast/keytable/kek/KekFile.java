package org.kagicast.keytable.kek;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

import org.kagicast.files.FullDisk;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;

/// A file of 32 random bytes that nobody but its owner may read.
public record KekFile(Path path) implements KekSource {

    /// Makes the file.
    ///
    /// @throws OperatorException if it is there already: whoever overwrites a KEK loses every key under it
    public static KekFile create(Path path, SecureRandom randomness) {
        byte[] bytes = new byte[Kek.BYTES];
        randomness.nextBytes(bytes);
        try {
            PrivateFiles.write(path, bytes);
            return new KekFile(path);
        } catch (FileAlreadyExistsException present) {
            throw new OperatorException(
                    "The KEK file " + path
                            + " is there already and is not overwritten: use it, or choose another name.",
                    present);
        } catch (IOException e) {
            throw new OperatorException(FullDisk.isAt(path)
                    ? FullDisk.sentence("the KEK file " + path)
                    : "The KEK file " + path + " cannot be written: choose another place for it.", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public KekParameters begin(SecureRandom randomness) {
        return new KekParameters.OfFile();
    }

    @Override
    public Kek open(KekParameters parameters) {
        return switch (parameters) {
            case KekParameters.OfFile file -> read();
            case KekParameters.OfPassphrase passphrase -> throw new OperatorException(
                    "The key table is protected by a passphrase: give the passphrase with --kek-passphrase-file instead of"
                            + " the KEK file " + path + ".");
        };
    }

    private Kek read() {
        try {
            if (!Files.isRegularFile(path)) {
                throw new OperatorException("There is no KEK file " + path
                        + ": name the file that the key table was made with, or put it back from its backup.");
            }
            if (PrivateFiles.isOpenToOthers(path)) {
                throw new OperatorException("Others may read the KEK file " + path + ": run chmod 600 on it.");
            }
            if (Files.size(path) != Kek.BYTES) {
                throw new OperatorException("The KEK file " + path + " has " + Files.size(path) + " bytes instead of "
                        + Kek.BYTES
                        + ": name the file that the key table was made with, or put it back from its backup.");
            }
            return new Kek(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new OperatorException("The KEK file " + path + " cannot be read: let this user read it.", e);
        }
    }
}
