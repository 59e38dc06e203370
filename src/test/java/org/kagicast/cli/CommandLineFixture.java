package org.kagicast.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Runs commands in this process and keeps what the last one printed.
final class CommandLineFixture {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    /// @return the exit status
    int run(String... arguments) {
        output.reset();
        errors.reset();
        return new Kagicast(InputStream.nullInputStream(), output, errors).run(arguments);
    }

    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
