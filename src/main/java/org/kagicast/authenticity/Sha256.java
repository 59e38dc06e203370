package org.kagicast.authenticity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The JDK's SHA-256, of which every Java platform has one.
final class Sha256 {

    static final int BYTES = 32;

    private Sha256() {
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
