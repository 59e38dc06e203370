package org.kagicast.model;

import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// The connections of others to one node.
///
/// @param open now
/// @param refused since start for want of room, also those that had to give way to others
/// @param problem one sentence, while connections are being refused for want of room
/// @param callers who were refused for what they are
public record ConnectionCounts(int open, long refused, Optional<CodedMessage> problem, RefusedCallers callers) {}
