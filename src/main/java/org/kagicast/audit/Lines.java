package org.kagicast.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The lines of one file, of which none takes more memory than an entry may have.
final class Lines implements AutoCloseable {

    private final InputStream in;
    private long position;
    private long end;

    Lines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /// The next line that has an end, without it; empty after the last. What is too long for an entry loses its rest.
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int letter = in.read(); letter >= 0; letter = in.read()) {
            position++;
            if (letter == '\n') {
                end = position;
                return Optional.of(line.toByteArray());
            }
            if (line.size() <= AuditEntry.LONGEST) {
                line.write(letter);
            }
        }
        return Optional.empty();
    }

    /// Bytes up to the end of the latest line that had one.
    long end() {
        return end;
    }

    /// Whether, after the last line, more bytes without an end follow.
    boolean endsUnfinished() {
        return position > end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
