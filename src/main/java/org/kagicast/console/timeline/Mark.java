package org.kagicast.console.timeline;

import java.time.Instant;

import org.kagicast.model.KeyId;

/// A moment at which a stream announced a key or a client received it.
public record Mark(KeyId keyId, Instant at) {}
