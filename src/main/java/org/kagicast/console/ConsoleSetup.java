package org.kagicast.console;

import java.nio.file.Path;
import java.util.Optional;

import org.kagicast.console.session.LabStarter;
import org.kagicast.lab.Scenario;
import org.kagicast.time.Time;

/// What the console is started with.
///
/// @param starter starts the lab
/// @param scenario to begin with; empty for the one that ran last, and at the first start for the third
/// @param settings the file of what survives a restart
public record ConsoleSetup(LabStarter starter, Optional<Scenario> scenario, Path settings, Time time) {}
