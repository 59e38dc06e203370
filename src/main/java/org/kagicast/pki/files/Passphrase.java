package org.kagicast.pki.files;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

/// A passphrase, wiped on [#close()]. It comes from a file, a stream or the console, never from a command line, where
/// every user of the machine could read it.
public final class Passphrase implements AutoCloseable {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    private final byte[] utf8;

    private Passphrase(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// @param characters stay with the caller, who wipes them
    /// @throws OperatorException if there are fewer than 8
    public static Passphrase of(char[] characters) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] utf8 = new byte[encoded.remaining()];
        encoded.get(utf8);
        encoded.clear().put(new byte[encoded.capacity()]);
        return checked(utf8);
    }

    /// The first line of a file that only its owner may read.
    public static Passphrase fromFile(Path file) {
        byte[] content = PrivateFiles.read(FileMessage.PASSPHRASE_FILE, file);
        try {
            return checked(firstLine(content));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// The first line of a stream, such as standard input.
    public static Passphrase fromStream(InputStream in) {
        WipedBuffer line = new WipedBuffer();
        try {
            for (int next = in.read(); next >= 0 && next != '\n' && line.size() <= LONGEST; next = in.read()) {
                line.write(next);
            }
            byte[] content = line.toByteArray();
            byte[] first = firstLine(content);
            Arrays.fill(content, (byte) 0);
            return checked(first);
        } catch (IOException fault) {
            throw new OperatorException("The passphrase cannot be read: give it as one line.", fault);
        } finally {
            line.wipe();
        }
    }

    /// Asks a person, without echo.
    public static Passphrase fromConsole(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new OperatorException("No passphrase was typed: try again.");
        }
        try {
            return of(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /// @return a copy, which the caller wipes
    public char[] copyLetters() {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] letters = new char[decoded.remaining()];
        decoded.get(letters);
        decoded.clear().put(new char[decoded.capacity()]);
        return letters;
    }

    /// Not a copy.
    byte[] utf8() {
        return utf8;
    }

    private static byte[] firstLine(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n' && content[end] != '\r') {
            end++;
        }
        return Arrays.copyOf(content, end);
    }

    private static Passphrase checked(byte[] utf8) {
        if (utf8.length < SHORTEST || utf8.length > LONGEST) {
            Arrays.fill(utf8, (byte) 0);
            throw new OperatorException("The passphrase cannot be used: take " + SHORTEST + " to " + LONGEST
                    + " bytes.");
        }
        return new Passphrase(utf8);
    }

    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }

    private static final class WipedBuffer extends ByteArrayOutputStream {
        WipedBuffer() {
            super(LONGEST + 1);
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
