package org.kagicast.bench;

import org.kagicast.model.CipherSuite;

/// How many packets go all the way while the source gives more than that, with and without signatures: the middle of
/// several turns.
///
/// @param payload bytes of a packet's payload
/// @param plainPps packets a second that are sealed, multicast, received, opened and counted
/// @param signedPps the same, and known as the content server's own
/// @param signedPercent of `plainPps`
public record SigningSpeed(int payload, CipherSuite suite, long plainPps, long signedPps, double signedPercent) {}
