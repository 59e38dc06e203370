package org.kagicast.rpc.keys;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.rpc.ProtoEnums;

/// A key as it came in a message, once it has been found to be sound.
record ReceivedKey(KeyId keyId, CipherSuite suite, KeyLine line, BaseKey baseKey) {

    static Optional<ReceivedKey> of(long keyId, org.kagicast.proto.CipherSuite suiteNumber, String stream,
            String label, ByteString secret) {
        Optional<CipherSuite> suite = ProtoEnums.toModel(suiteNumber);
        if (!KeyId.isValid(keyId) || suite.isEmpty() || secret.size() != suite.get().keyBytes()) {
            return Optional.empty();
        }
        try {
            KeyLine line = new KeyLine(new StreamName(stream), new KeyLabel(label));
            return Optional.of(new ReceivedKey(new KeyId(keyId), suite.get(), line, baseKey(secret)));
        } catch (OperatorException noName) {
            return Optional.empty();
        }
    }

    /// The message itself is immutable and goes with the next garbage collection; the copy made here is wiped.
    private static BaseKey baseKey(ByteString secret) {
        byte[] bytes = secret.toByteArray();
        try {
            return BaseKey.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
