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
///
/// @param hash in hexadecimal
/// @param at when that was (ISO 8601)
/// @param signature of all that, Ed25519 in Base64
public record SignedCheckpoint(long sequence, String hash, String at, String signature) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_BYTES = 4_096;

    static SignedCheckpoint sign(long sequence, String hash, Instant at, AuditKey key) {
        byte[] signature = key.sign(message(sequence, hash, at.toString()));
        return new SignedCheckpoint(sequence, hash, at.toString(), Base64.getEncoder().encodeToString(signature));
    }

    /// Puts the head on the disk in place of the former one.
    void write(Path file) throws IOException {
        PrivateFiles.replace(file, JSON.writeValueAsBytes(JSON.createObjectNode().put("sequence", sequence)
                .put("hash", hash).put("at", at).put("signature", signature)));
    }

    /// The head in a file; empty if it is missing, garbled, or not signed with this key.
    static Optional<SignedCheckpoint> read(Path file, PublicKey key) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            JsonNode object = JSON.readTree(Files.readAllBytes(file));
            SignedCheckpoint head = new SignedCheckpoint(object.path("sequence").asLong(0),
                    object.path("hash").asString(""),
                    object.path("at").asString(""), object.path("signature").asString(""));
            return head.isSignedWith(key) ? Optional.of(head) : Optional.empty();
        } catch (JacksonException garbled) {
            return Optional.empty();
        }
    }

    boolean isSignedWith(PublicKey key) {
        try {
            return AuditKey.verifies(key, message(sequence, hash, at), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException garbled) {
            return false;
        }
    }

    /// What to keep elsewhere, to hold the log against later.
    public AuditPin pin() {
        return new AuditPin(sequence, hash);
    }

    private static byte[] message(long sequence, String hash, String at) {
        return ("kagicast audit head 1\n" + sequence + "\n" + hash + "\n" + at + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
