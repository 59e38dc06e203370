package org.kagicast.bench;

/// What signatures add at one rate: bytes on the network, and time until the sink has a packet. The middle of several
/// turns.
///
/// @param megabits of payload a second
/// @param addedBytesPercent bytes of all packets together, to those without signatures
/// @param plainP50 milliseconds from a packet's making to the sink, without signatures
/// @param signedP50 with them
/// @param addedP99 milliseconds, `signedP99` less `plainP99`
/// @param lost packets of all turns with signatures that never came
public record SigningDelay(int megabits, double addedBytesPercent, double plainP50, double signedP50, double plainP99,
        double signedP99, double addedP99, long lost) {}
