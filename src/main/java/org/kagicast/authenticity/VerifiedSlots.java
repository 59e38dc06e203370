package org.kagicast.authenticity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;
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

    /// Whether the content server made this manifest for the packet with that counter.
    ///
    /// @param mayVerify asked only where it takes a signature's verification to tell; false refuses that
    public Verdict judge(Manifest manifest, long counter, BooleanSupplier mayVerify) {
        byte[] message = manifest.signed(keyId, counter);
        if (isKnown(message)) {
            return Verdict.SIGNED;
        }
        if (!mayVerify.getAsBoolean()) {
            return Verdict.UNKNOWN;
        }
        if (!key.verifies(message, manifest.signature())) {
            return Verdict.NOT_SIGNED;
        }
        signed.addFirst(message);
        if (signed.size() > MOST_REMEMBERED) {
            signed.removeLast();
        }
        return Verdict.SIGNED;
    }

    /// What is known of a manifest.
    public enum Verdict {

        /// The content server made it.
        SIGNED,

        /// Somebody else did.
        NOT_SIGNED,

        /// Nobody has looked.
        UNKNOWN
    }

    /// What was signed is known by what it is, whatever signature comes with it.
    private boolean isKnown(byte[] message) {
        return signed.stream().anyMatch(known -> Arrays.equals(known, message));
    }
}
