package org.kagicast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder for this user only, which goes with all that is in it when it is closed.
final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    static ScratchFolder make() {
        try {
            return new ScratchFolder(Files.createTempDirectory("kagicast-bench"));
        } catch (IOException e) {
            throw new OperatorException("No temporary folder can be made: make room for temporary files.", e);
        }
    }

    Path path(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warn("The temporary folder {} could not be removed", path, e);
        }
    }
}
