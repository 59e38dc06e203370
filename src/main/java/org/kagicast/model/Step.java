package org.kagicast.model;

/// The steps of the key management method that are messages between parts: A sending, B receiving, C announced change.
public enum Step {
    /// Key creation request, content server to key server (R2).
    A2,
    /// Key information response with ID and encryption key (R3).
    A6,
    /// Key information request by ID, client to key server (R9).
    B3,
    /// Key information message with ID and decryption key, or a refusal (R9).
    B5,
    /// Key creation request ahead of an announced change (R18).
    C2,
    /// Its response (R18).
    C6,
    /// Key change announcement, multicast (R19).
    C8,
    /// Key information request for an announced ID (R20).
    C10,
    /// Its response (R20).
    C12
}
