package org.kagicast.console.session;

import java.time.Instant;
import java.util.Optional;

import org.kagicast.console.text.Texts;
import org.kagicast.model.NodeSnapshot;

/// What the screens show at one moment.
///
/// @param snapshot the newest; empty while no lab runs
/// @param now the node's clock at this moment
/// @param seen what follows from all snapshots so far
public record Frame(Optional<NodeSnapshot> snapshot, Instant now, Observations seen, Texts texts) {}
