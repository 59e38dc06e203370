package org.kagicast.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kagicast.client.sink.Sink;

/// Notes each payload as the text that it is.
record TextSink(List<String> delivered) implements Sink {

    @Override
    public void data(ByteBuffer payload) {
        delivered.add(StandardCharsets.UTF_8.decode(payload.duplicate()).toString());
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
