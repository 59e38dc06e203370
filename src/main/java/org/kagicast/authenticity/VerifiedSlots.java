package org.kagicast.authenticity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.kagicast.model.KeyId;
import org.kagicast.model.VerificationKey;

/// Tells which manifests of one key are signed, and verifies the signature that several of one slot share only once. It
/// belongs to one thread.
public final class VerifiedSlots {

    private static final int MOST_REMEMBERED = 8;

    private final KeyId keyId;
    private final VerificationKey key;
    private final Deque<byte[]> signed = new ArrayDeque<>();

    public VerifiedSlots(KeyId keyId, VerificationKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /// Whether the manifest is known to be signed without that its signature is verified. One that is not may be so all the
    /// same.
    public boolean isKnown(Manifest manifest, long counter) {
        return isKnown(manifest.signed(keyId, counter));
    }

    /// Whether the content server made this manifest for the packet with that counter.
    public boolean isSigned(Manifest manifest, long counter) {
        byte[] message = manifest.signed(keyId, counter);
        if (isKnown(message)) {
            return true;
        }
        if (!key.verifies(message, manifest.signature())) {
            return false;
        }
        signed.addFirst(message);
        if (signed.size() > MOST_REMEMBERED) {
            signed.removeLast();
        }
        return true;
    }

    /// What was signed is known by what it is, whatever signature comes with it.
    private boolean isKnown(byte[] message) {
        return signed.stream().anyMatch(known -> Arrays.equals(known, message));
    }
}
