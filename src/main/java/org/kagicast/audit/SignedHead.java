package org.kagicast.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import org.kagicast.files.PrivateFiles;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the log's latest entry was when it was last signed. It lies beside the log, so that a log that has been cut off
/// no longer fits it.
record SignedHead(long sequence, String hash, String at) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_BYTES = 4_096;

    static SignedHead of(long sequence, String hash, Instant at) {
        return new SignedHead(sequence, hash, at.toString());
    }

    /// Puts the head on the disk in place of the former one.
    void write(Path file, AuditKey key) throws IOException {
        String signature = Base64.getEncoder().encodeToString(key.sign(message()));
        PrivateFiles.replace(file, JSON.writeValueAsBytes(JSON.createObjectNode().put("sequence", sequence)
                .put("hash", hash).put("at", at).put("signature", signature)));
    }

    /// The head in a file; empty if it is missing, garbled, or not signed with this key.
    static Optional<SignedHead> read(Path file, PublicKey key) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode object = JSON.readTree(Files.readAllBytes(file));
            SignedHead head = new SignedHead(object.path("sequence").asLong(0), object.path("hash").asString(""),
                    object.path("at").asString(""));
            byte[] signature = Base64.getDecoder().decode(object.path("signature").asString(""));
            return AuditKey.verifies(key, head.message(), signature) ? Optional.of(head) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    private byte[] message() {
        return ("kagicast audit head 1\n" + sequence + "\n" + hash + "\n" + at + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
