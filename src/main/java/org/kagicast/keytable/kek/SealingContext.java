package org.kagicast.keytable.kek;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;

/// Where a sealed key belongs. A sealed key that was moved to another place does not open there.
///
/// @param origin the UUID under which the table was first made; restoring a backup does not change it
public record SealingContext(String origin, KeyId keyId, KeyLine line, NodeName owner, CipherSuite suite,
        Column column) {

    /// Which part of a record's keys.
    public enum Column {
        ENCRYPTION(1),
        DECRYPTION(2),
        SIGNING(3),
        VERIFICATION(4);

        private final int number;

        Column(int number) {
            this.number = number;
        }
    }

    /// No two places have the same bytes: texts go with their lengths before them. A key without
    /// a label has the place that it had before there were labels.
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(line.label().isNone() ? "kagicast key 1" : "kagicast key 2");
            out.writeUTF(origin);
            out.writeLong(keyId.value());
            out.writeUTF(line.stream().value());
            if (!line.label().isNone()) {
                out.writeUTF(line.label().value());
            }
            out.writeUTF(owner.value());
            out.writeShort(suite.number());
            out.writeByte(column.number);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }
}
