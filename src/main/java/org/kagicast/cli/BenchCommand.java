package org.kagicast.cli;

import picocli.CommandLine.Command;

/// `kagicast bench`: how fast it is on this machine. Each kind of measurement is a command of its own under it and
/// prints its rows with [Rows].
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures how fast Kagicast is on this machine, beside what the machine itself allows.")
final class BenchCommand {
}
