package org.kagicast.pki.files;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;

/// Text armour around binary content (RFC 7468).
final class Pem {

    private static final int MOST_BLOCKS = 16;

    private Pem() {
    }

    static byte[] encode(String type, byte[] content) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException impossible) {
            throw new AssertionError("a string takes everything", impossible);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws OperatorException if there is no block
    static Block first(FileMessage what, Path file, byte[] text) {
        return all(what, file, text).stream().findFirst().orElseThrow(() -> unreadable(what, file));
    }

    static List<Block> all(FileMessage what, Path file, byte[] text) {
        List<Block> blocks = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(new String(text, StandardCharsets.US_ASCII)))) {
            for (PemObject next = reader.readPemObject(); next != null
                    && blocks.size() < MOST_BLOCKS; next = reader.readPemObject()) {
                blocks.add(new Block(next.getType(), next.getContent()));
            }
            return List.copyOf(blocks);
        } catch (IOException | RuntimeException malformed) {
            throw unreadable(what, file);
        }
    }

    /// The cause is left out on purpose: a parser's message might quote what it read.
    private static OperatorException unreadable(FileMessage what, Path file) {
        return new OperatorException(FileMessage.NO_PEM.with(what.with(), file));
    }

    /// Not a record: it may hold a key, and must not print it.
    static final class Block {
        private final String type;
        private final byte[] content;

        Block(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        String type() {
            return type;
        }

        /// Not a copy.
        byte[] content() {
            return content;
        }
    }
}
