package org.kagicast.console.nodes;

import java.nio.file.Path;

import org.kagicast.model.HostPort;

/// How a node on another machine is reached.
///
/// @param identity folder of the operator's identity
public record Destination(HostPort address, Path identity) {}
