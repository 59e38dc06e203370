package org.kagicast.multicast;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

/// The transports of one test, which are closed with it.
final class OpenedTransports implements AutoCloseable {

    private final List<MulticastTransport> opened = new ArrayList<>();
    private final int threads;

    /// @param threads of each
    OpenedTransports(int threads) {
        this.threads = threads;
    }

    /// Opens one, or skips the test where this machine has not that way through the system.
    MulticastTransport open(IoBackend io) {
        assumeTrue(io.isAvailable());
        MulticastTransport transport = MulticastTransport.open(threads, io);
        opened.add(transport);
        return transport;
    }

    @Override
    public void close() {
        opened.forEach(MulticastTransport::close);
    }
}
