package org.kagicast.bench;

import org.kagicast.model.BaseKey;
import org.kagicast.model.KeyId;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;

/// A request for a key, and by what the right answer is known.
///
/// @param fingerprint as [BaseKey#fingerprint]
record Question(GetKeyRequest request, String fingerprint) {

    static Question of(KeyId keyId, String fingerprint) {
        return new Question(GetKeyRequest.newBuilder().setKeyId(keyId.value()).build(), fingerprint);
    }

    /// Whether an answer holds the key that was asked for.
    boolean isAnsweredBy(GetKeyResponse response) {
        DecryptionKey key = response.getKey();
        if (key.getKeyId() != request.getKeyId() || key.getBaseKey().size() < 16
                || key.getBaseKey().size() > BaseKey.MOST_BYTES) {
            return false;
        }
        try (BaseKey baseKey = BaseKey.copyOf(key.getBaseKey().toByteArray())) {
            return baseKey.fingerprint().equals(fingerprint);
        }
    }
}
