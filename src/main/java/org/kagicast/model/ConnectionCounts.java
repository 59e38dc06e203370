package org.kagicast.model;

import java.util.Optional;

/// The connections of others to one node.
///
/// @param open now
/// @param refused since start, also those that had to give way to others
/// @param problem one sentence, while connections are being refused
public record ConnectionCounts(int open, long refused, Optional<String> problem) {}
