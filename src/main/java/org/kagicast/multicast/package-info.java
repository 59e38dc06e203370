/// UDP multicast in and out over Netty, the choice of interface, and the test that multicast comes back. Plain UDP too,
/// for sources and sinks. No other package speaks to sockets of the data plane.
@NullMarked
package org.kagicast.multicast;

import org.jspecify.annotations.NullMarked;
