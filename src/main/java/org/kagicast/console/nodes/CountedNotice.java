package org.kagicast.console.nodes;

import org.kagicast.model.NodeEvent;

/// What a role of a node found worth a line, and how often.
///
/// @param latest the last of them; the others differ from it in numbers and moments at most
/// @param count 1 or more
public record CountedNotice(NodeEvent.Notice latest, int count) {}
