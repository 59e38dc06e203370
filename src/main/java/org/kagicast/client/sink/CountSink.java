package org.kagicast.client.sink;

import java.nio.ByteBuffer;

/// Takes everything and keeps nothing: the client itself counts.
public final class CountSink implements Sink {

    @Override
    public void data(ByteBuffer payload) {
    }

    @Override
    public void close() {
    }
}
