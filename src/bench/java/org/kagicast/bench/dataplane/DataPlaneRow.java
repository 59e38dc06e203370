package org.kagicast.bench.dataplane;

import org.kagicast.model.CipherSuite;

/// What was measured with packets of one size.
///
/// @param payload bytes of a packet's payload
/// @param io how datagrams pass through the system
/// @param sealPps packets a second that one thread seals, and does nothing else
/// @param openPps packets a second that one thread opens, and does nothing else
/// @param barePps packets a second that go through the multicast sender and receiver without encryption, as received, right
///        before the measurement of `endToEndPps`
/// @param endToEndPps packets a second that the client opened and counted, while the source gave more than that: the
///        second fastest of three measurements
/// @param bound 1 / (1 / sealPps + 1 / barePps): what a sender could do that sealed on the thread that sends
/// @param sent packets that the content server sent in those three
/// @param opened how many of those the client opened
/// @param lost the others, but for those missed during the warm-up: without a limit to its rate, the sender outruns the
///        receiver now and then
/// @param pacedPps the rate of another measurement, at 90 % of `endToEndPps`
/// @param pacedSent packets sent in it
/// @param pacedLost how many of those did not arrive, but for those missed during the warm-up
/// @param rekeys announced changes of the key in all of these measurements
/// @param late packets of them that had to wait for their key: the very first, before any announcement
/// @param bytesPerPacketAllocated what Kagicast itself allocates on the heap for each packet, both ways together, in
///        a third measurement, paced too
/// @param bytesPerPacketOfCipher what the JDK's cipher does in addition
/// @param bytesPerPacketOfNetty what Netty does in addition
/// @param receiveBuffer bytes that the system granted the receiver's socket
/// @param sendBuffer bytes that the system granted the sender's socket
public record DataPlaneRow(int payload, CipherSuite suite, String io, long sealPps, long openPps, long barePps,
        long endToEndPps, long bound, long sent, long opened, long lost, long pacedPps, long pacedSent, long pacedLost,
        int rekeys, long late, double bytesPerPacketAllocated, double bytesPerPacketOfCipher,
        double bytesPerPacketOfNetty, int receiveBuffer, int sendBuffer) {

    /// Whether the paced measurement lost nothing.
    public boolean withoutLoss() {
        return pacedLost == 0;
    }
}
