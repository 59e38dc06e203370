package org.kagicast.authenticity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;

/// Announcements and key ends that their content server signs one by one (R29). The signature comes last, as the field of a
/// protobuf message, so that whoever does not know it reads the rest.
///
/// Signed are a text that names the purpose, key ID and counter of the packet that carries it, stream and label of the
/// key, and the message without the signature.
public final class SignedControl {

    /// What is signed.
    public enum Purpose {
        ANNOUNCEMENT("Kagicast announcement 1\0"),
        KEY_END("Kagicast key end 1\0");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }

        private byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// Field 15, of bytes, and how many they are.
    private static final byte[] FIELD = {0x7a, SigningKey.SIGNATURE_BYTES};

    /// Bytes that the signature adds to a message.
    public static final int ADDED_BYTES = FIELD.length + SigningKey.SIGNATURE_BYTES;

    private final Purpose purpose;
    private final KeyLine line;
    private final KeyId keyId;
    private final long counter;

    /// @param line of the key
    /// @param counter of the packet
    public SignedControl(Purpose purpose, KeyLine line, KeyId keyId, long counter) {
        this.purpose = purpose;
        this.line = line;
        this.keyId = keyId;
        this.counter = counter;
    }

    /// The message with its signature.
    public byte[] sign(byte[] message, SigningKey key) {
        return ByteBuffer.allocate(message.length + ADDED_BYTES).put(message).put(FIELD).put(key.sign(signed(message)))
                .array();
    }

    /// What remains of `body` without its signature.
    ///
    /// @return empty if there is none at its end, or the content server did not make it for this packet
    public Optional<ByteBuffer> verify(ByteBuffer body, VerificationKey key) {
        int bytes = body.remaining() - ADDED_BYTES;
        if (bytes < 0 || body.get(body.position() + bytes) != FIELD[0]
                || body.get(body.position() + bytes + 1) != FIELD[1]) {
            return Optional.empty();
        }
        byte[] whole = new byte[body.remaining()];
        body.get(body.position(), whole);
        byte[] message = Arrays.copyOf(whole, bytes);
        byte[] signature = Arrays.copyOfRange(whole, bytes + FIELD.length, whole.length);
        return key.verifies(signed(message), signature) ? Optional.of(ByteBuffer.wrap(message)) : Optional.empty();
    }

    private byte[] signed(byte[] message) {
        byte[] text = purpose.bytes();
        byte[] stream = line.stream().value().getBytes(StandardCharsets.UTF_8);
        byte[] label = line.label().value().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer
                .allocate(text.length + 2 * Long.BYTES + 2 * Short.BYTES + stream.length + label.length
                        + message.length)
                .put(text).putLong(keyId.value()).putLong(counter)
                .putShort((short) stream.length).put(stream).putShort((short) label.length).put(label)
                .put(message).array();
    }
}
