package org.kagicast.cli;

import picocli.CommandLine.Command;

/// A command that not every package of Kagicast holds. The command line takes those that [java.util.ServiceLoader] finds,
/// and runs without them. A provider is public, has a public constructor without parameters, is annotated with [Command],
/// and has its examples in a file `examples.txt` beside its class.
public interface AddOnCommand {
}
