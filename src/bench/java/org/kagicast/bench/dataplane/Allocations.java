package org.kagicast.bench.dataplane;

/// Bytes allocated on the heap for each packet, by the threads that packets pass through.
///
/// @param own by Kagicast's own code
/// @param cipher by the JDK's cipher
/// @param netty by Netty
record Allocations(double own, double cipher, double netty) {}
