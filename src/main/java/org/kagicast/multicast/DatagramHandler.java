package org.kagicast.multicast;

import java.nio.ByteBuffer;

/// What is done with each datagram. Called on the receiver's loop only, so it must not block.
@FunctionalInterface
public interface DatagramHandler {

    /// One datagram, in the order of arrival.
    ///
    /// @param datagram from its position to its limit, 0 to 65,535 bytes; valid only during the call
    void onDatagram(ByteBuffer datagram);

    /// For the moment no more datagrams wait: time to flush what the last ones caused.
    default void onBatchEnd() {
    }
}
