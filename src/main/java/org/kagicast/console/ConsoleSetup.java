package org.kagicast.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.session.LabStarter;
import org.kagicast.lab.Scenario;
import org.kagicast.time.Time;

/// What the console is started with. Where neither a scenario nor a node is named, it opens what was open last; at the first
/// start, when that is nothing, the start centre asks.
///
/// @param starter starts the lab
/// @param dialer opens ways to nodes on other machines
/// @param scenario to begin with; empty where none was named
/// @param nodes to connect to; empty where none was named
/// @param usualIdentity folder of the operator's identity, unless the person names another
/// @param settings the file of what survives a restart
/// @param log the file of what is logged
public record ConsoleSetup(LabStarter starter, NodeDialer dialer, Optional<Scenario> scenario,
        List<Destination> nodes, Path usualIdentity, Path settings, Path log, Time time) {

    public ConsoleSetup {
        nodes = List.copyOf(nodes);
    }

    /// Whether it was named what to open.
    boolean isNamed() {
        return scenario.isPresent() || !nodes.isEmpty();
    }
}
