package org.kagicast.contentserver.source;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A named pipe or device. An interrupt ends a read that waits, and closes it, so that a source that was stopped takes
/// nothing away from the next one at the same pipe. One thread at a time.
final class PipeInput extends InputStream {

    private final FileInputStream file;
    private final FileChannel channel;

    /// Waits for somebody who writes.
    PipeInput(Path path) throws IOException {
        this.file = new FileInputStream(path.toFile());
        this.channel = file.getChannel();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int at, int room) throws IOException {
        return channel.read(ByteBuffer.wrap(into, at, room));
    }

    @Override
    public int available() throws IOException {
        return file.available();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
