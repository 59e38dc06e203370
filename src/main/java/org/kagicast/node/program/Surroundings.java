package org.kagicast.node.program;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

import org.kagicast.pki.files.Passphrase;
import org.kagicast.time.Time;

/// What a program gets from the process it runs in.
///
/// @param standardInput what the source `-` reads
/// @param standardOutput where the sink `-` writes
/// @param passphrase asked for only if the authority's key is sealed
public record Surroundings(Time time, SecureRandom randomness, InputStream standardInput, OutputStream standardOutput,
        Supplier<Optional<Passphrase>> passphrase) {}
