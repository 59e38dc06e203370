package org.kagicast.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kagicast.model.OperatorException;

/// A folder of secrets in the making. It appears under its name as a whole, once finished; if it never is, nothing
/// stays. One thread uses it.
public final class NewFolder implements AutoCloseable {

    private final Path target;
    private final Path partial;

    private NewFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /// @throws OperatorException if there is something in the target already, or it cannot be made
    public static NewFolder at(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        if (!isFree(absolute)) {
            throw new OperatorException("There is something in " + target
                    + " already: choose another folder, or move that one away.");
        }
        Path partial = PrivateFiles.hiddenBeside(absolute);
        PrivateFiles.createNewFolder(partial);
        return new NewFolder(absolute, partial);
    }

    /// Where to write for now.
    public Path path() {
        return partial;
    }

    public void finish() {
        try {
            PrivateFiles.syncFolder(partial);
            PrivateFiles.rename(partial, target);
        } catch (IOException fault) {
            throw PrivateFiles.cannotWrite(target, fault);
        }
    }

    @Override
    public void close() {
        if (!Files.exists(partial)) {
            return;
        }
        try (Stream<Path> content = Files.walk(partial)) {
            List.copyOf(content.toList()).reversed().forEach(PrivateFiles::discard);
        } catch (IOException fault) {
            throw PrivateFiles.cannotWrite(partial, fault);
        }
    }

    private static boolean isFree(Path target) {
        if (!Files.exists(target)) {
            return true;
        }
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> content = Files.list(target)) {
            return content.findAny().isEmpty();
        } catch (IOException fault) {
            throw PrivateFiles.cannotWrite(target, fault);
        }
    }
}
