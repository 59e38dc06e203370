package org.kagicast.console.session;

/// What to say of a part whose node is not heard of.
///
/// @param brief a word and its age
/// @param sentence names the node, too
/// @param reason one sentence
public record Staleness(String brief, String sentence, String reason) {}
