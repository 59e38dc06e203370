package org.kagicast.bench;

/// What one thread does of the work that signing adds, and nothing else.
///
/// @param signaturesPerSecond Ed25519, as of a manifest
/// @param verificationsPerSecond of those
/// @param hashesPerSecond of sealed packets
public record SigningParts(long signaturesPerSecond, long verificationsPerSecond, long hashesPerSecond) {}
