package org.kagicast.client.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.FileMessage;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Opens sinks.
public final class Sinks {

    private Sinks() {
    }

    /// Opens what `spec` describes. Must not be called on the loop.
    ///
    /// @param loop the client's, on which the sink will be used
    /// @param standardOutput where `-` writes; not closed, only flushed
    /// @param room bytes that may wait for a file, a pipe or standard output
    /// @throws OperatorException if it cannot be opened, with the cure
    public static Sink open(SinkSpec spec, MulticastTransport transport, Loop loop, Time time,
            OutputStream standardOutput, long room) {
        return switch (spec) {
            case SinkSpec.Udp udp -> new UdpSink(udp.to().toString(), transport.openUdpSender(udp.to(), loop));
            case SinkSpec.File file -> file(file, time, room);
            case SinkSpec.StandardOutput _ ->
                new StreamSink(ClientMessage.SINK_STANDARD_OUTPUT.with(), new Unclosed(standardOutput),
                        StreamSink.OnFault.END, time, room);
            case SinkSpec.Count _ -> new CountSink();
            case SinkSpec.Screen _ -> new PictureSink(time);
        };
    }

    /// What is no plain file, such as a named pipe, has somebody at its other end who may not be there yet, and may go away.
    static Sink file(SinkSpec.File file, Time time, long room) {
        Path path = file.path();
        CodedMessage what = ClientMessage.SINK_FILE.with(path);
        try {
            if (Files.isWritable(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
                return new StreamSink(what, new ChannelOutput(() -> FileChannel.open(path, StandardOpenOption.WRITE)),
                        StreamSink.OnFault.END, time, room);
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE,
                    file.isAppended() ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            return new StreamSink(what, new ChannelOutput(channel), StreamSink.OnFault.TRY_AGAIN, time, room);
        } catch (IOException e) {
            throw new OperatorException(FileMessage.SINK_UNWRITABLE.with(path), e);
        }
    }

    /// Standard output belongs to the process, not to the sink.
    private static final class Unclosed extends OutputStream {

        private final OutputStream output;

        Unclosed(OutputStream output) {
            this.output = output;
        }

        @Override
        public void write(int value) throws IOException {
            output.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            output.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            output.flush();
        }

        @Override
        public void close() throws IOException {
            output.flush();
        }
    }
}
