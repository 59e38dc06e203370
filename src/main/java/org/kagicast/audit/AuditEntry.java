package org.kagicast.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.kagicast.model.KeyLine;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of the log. Its hash is the SHA-256 of all that stands before it in the line, the former entry's hash
/// included:
///
/// ```
/// {"sequence":7,"at":"…","action":"key_given",…,"previous":"<64 hex>","hash":"<64 hex>"}
/// ```
///
/// @param hash in hexadecimal, as it ought to be
/// @param sound whether the line has that hash
/// @param table the key table that it is about, and what that had come to
record AuditEntry(long sequence, String previous, String hash, boolean sound, Optional<TableMoment> table) {

    /// A longer line is none of ours.
    static final int LONGEST = 4_096;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BEFORE_HASH = ",\"hash\":\"";
    private static final String AFTER_HASH = "\"}";
    private static final String TABLE = "table";
    private static final String REVISION = "revision";
    private static final int HASH_LETTERS = 64;
    private static final int ENDING = BEFORE_HASH.length() + HASH_LETTERS + AFTER_HASH.length();

    /// What the first entry has before it: the log is bound to the key that signs its heads.
    static String beginning(byte[] publicKey) {
        return sha256(publicKey, publicKey.length);
    }

    /// Writes an entry and the line's end.
    ///
    /// @return the entry's hash
    static String write(ByteArrayOutputStream out, long sequence, Instant at, AuditEvent event, String previous) {
        byte[] open = object(sequence, at, event, previous);
        String hash = sha256(open, open.length - 1);
        out.write(open, 0, open.length - 1);
        out.writeBytes((BEFORE_HASH + hash + AFTER_HASH + "\n").getBytes(StandardCharsets.US_ASCII));
        return hash;
    }

    private static byte[] object(long sequence, Instant at, AuditEvent event, String previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("sequence", sequence);
            json.writeStringProperty("at", at.toString());
            json.writeStringProperty("action", event.action().text());
            event.actor().ifPresent(actor -> json.writeStringProperty("actor", actor.toString()));
            event.subject().ifPresent(subject -> json.writeStringProperty("subject", subject.toString()));
            event.line().ifPresent(line -> writeLine(json, line));
            event.keyId().ifPresent(keyId -> json.writeNumberProperty("keyId", keyId.value()));
            if (event.number() != 0) {
                json.writeNumberProperty("keyNumber", event.number());
            }
            event.state().ifPresent(state -> json.writeStringProperty("state", state.name()));
            event.reason().ifPresent(reason -> json.writeStringProperty("reason", reason.text()));
            event.revision().ifPresent(revision -> json.writeNumberProperty("revision", revision));
            event.repeats().ifPresent(repeats -> writeRepeats(json, repeats));
            event.entries().ifPresent(entries -> {
                json.writeNumberProperty("firstEntry", entries.first());
                json.writeNumberProperty("lastEntry", entries.last());
            });
            event.undone().ifPresent(undone -> json.writeStringProperty("undone", undone.text()));
            event.table().ifPresent(table -> {
                json.writeStringProperty(TABLE, table.table());
                json.writeNumberProperty(REVISION, table.revision());
            });
            event.former().ifPresent(former -> {
                json.writeStringProperty("formerTable", former.table());
                json.writeNumberProperty("formerRevision", former.revision());
            });
            json.writeStringProperty("previous", previous);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeRepeats(JsonGenerator json, AuditEvent.Repeats repeats) {
        json.writeNumberProperty("count", repeats.count());
        json.writeStringProperty("first", repeats.first().toString());
        json.writeStringProperty("last", repeats.last().toString());
    }

    private static void writeLine(JsonGenerator json, KeyLine line) {
        json.writeStringProperty("stream", line.stream().value());
        if (!line.label().isNone()) {
            json.writeStringProperty("label", line.label().value());
        }
    }

    /// Reads a line without its end; empty if it is no entry at all.
    static Optional<AuditEntry> read(byte[] line) {
        if (line.length <= ENDING || line.length > LONGEST) {
            return Optional.empty();
        }
        try {
            JsonNode object = JSON.readTree(line);
            JsonNode sequence = object.path("sequence");
            String previous = object.path("previous").asString("");
            if (!sequence.canConvertToLong() || previous.length() != HASH_LETTERS) {
                return Optional.empty();
            }
            int before = line.length - ENDING;
            String hash = sha256(line, before);
            byte[] ending = (BEFORE_HASH + hash + AFTER_HASH).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(new AuditEntry(sequence.asLong(), previous, hash,
                    Arrays.equals(line, before, line.length, ending, 0, ENDING), table(object)));
        } catch (JacksonException garbled) {
            return Optional.empty();
        }
    }

    private static Optional<TableMoment> table(JsonNode object) {
        String table = object.path(TABLE).asString("");
        long revision = object.path(REVISION).asLong(-1);
        return table.isEmpty() || table.length() > TableMoment.LONGEST || revision < 0
                ? Optional.empty()
                : Optional.of(new TableMoment(table, revision));
    }

    private static String sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
