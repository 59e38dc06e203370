package org.kagicast.client.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/// Writes to a channel, and tells how much was written when it fails. One thread.
final class ChannelOutput extends OutputStream {

    /// Opens a channel, and may wait for whoever reads it.
    @FunctionalInterface
    interface Opener {
        WritableByteChannel open() throws IOException;
    }

    private final Opener opener;
    private @Nullable WritableByteChannel channel;

    ChannelOutput(WritableByteChannel channel) {
        this.opener = () -> channel;
        this.channel = channel;
    }

    /// Opens it with the first write or flush.
    ChannelOutput(Opener opener) {
        this.opener = opener;
    }

    private WritableByteChannel channel() throws IOException {
        WritableByteChannel opened = channel;
        if (opened == null) {
            opened = opener.open();
            channel = opened;
        }
        return opened;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        try {
            WritableByteChannel to = channel();
            while (left.hasRemaining()) {
                to.write(left);
            }
        } catch (IOException fault) {
            throw new PartialWrite(left.position() - offset, fault);
        }
    }

    @Override
    public void flush() throws IOException {
        channel();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
