package org.kagicast.contentserver.source;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.multicast.Loop;
import org.kagicast.multicast.MulticastTransport;
import org.kagicast.time.Time;

/// Opens the sources of streams.
///
/// @param standardInput what the source `-` reads; it is never closed
/// @param threads what sources that need not wait for an input run on
public record SourceOpener(MulticastTransport transport, Time time, InputStream standardInput, SourceThreads threads) {

    /// Opens a source, which waits to be started. Not to be called on a loop.
    ///
    /// @param loop the stream's own, for sources that are sockets
    /// @throws OperatorException if it cannot give anything: no such file, port in use, no fonts for the test card
    public Source open(SourceSpec spec, StreamName stream, int largestPayload, Loop loop) {
        return switch (spec) {
            case SourceSpec.TestCard card -> paced(card, TestCardFeed.open(stream, largestPayload, time), threads);
            case SourceSpec.Pattern pattern -> pattern(pattern, largestPayload);
            case SourceSpec.File file -> file(file, largestPayload);
            case SourceSpec.Udp udp -> UdpSource.open(udp, transport, loop);
            case SourceSpec.StandardInput input -> standardInput(input, largestPayload);
            case SourceSpec.Several several -> joined(several, stream, largestPayload, loop);
        };
    }

    private Source joined(SourceSpec.Several several, StreamName stream, int largestPayload, Loop loop) {
        List<Source> opened = new ArrayList<>();
        try {
            several.parts().forEach(part -> opened.add(open(part.source(), stream, largestPayload, loop)));
            return new JoinedSource(opened);
        } catch (RuntimeException fault) {
            opened.forEach(Source::stop);
            throw fault;
        }
    }

    private Source pattern(SourceSpec.Pattern pattern, int largestPayload) {
        if (pattern.size() > largestPayload) {
            throw new OperatorException(OpeningMessage.PATTERN_TOO_LONG.with(pattern.text(), pattern.size(),
                    largestPayload));
        }
        return paced(pattern, new PatternFeed(new Rate(pattern.rate()), pattern.size(), time), threads);
    }

    private Source file(SourceSpec.File file, int largestPayload) {
        requireRoom(file, largestPayload);
        requireReadable(file.path());
        try {
            PcrPacedFeed.Kind kind = Files.isRegularFile(file.path())
                    ? PcrPacedFeed.Kind.STORED
                    : PcrPacedFeed.Kind.PIPE;
            Content.Opener opener = () -> opened(kind, file.path());
            Content content = content(kind, opener, file.loop());
            return paced(file, feed(file, kind, content, file.rate()),
                    kind == PcrPacedFeed.Kind.STORED ? threads : SourceThreads.OF_THEIR_OWN);
        } catch (IOException fault) {
            throw new OperatorException(OpeningMessage.FILE_UNREADABLE.with(file.path(),
                    String.valueOf(fault.getMessage())), fault);
        }
    }

    private static Content content(PcrPacedFeed.Kind kind, Content.Opener opener, boolean isLoop) throws IOException {
        return switch (kind) {
            case STORED -> isLoop ? Content.repeated(opener) : Content.once(opener);
            case PIPE -> Content.later(opener, isLoop);
        };
    }

    private static InputStream opened(PcrPacedFeed.Kind kind, Path path) throws IOException {
        return switch (kind) {
            case STORED -> new FileInputStream(path.toFile());
            case PIPE -> new PipeInput(path);
        };
    }

    private Source standardInput(SourceSpec.StandardInput input, int largestPayload) {
        requireRoom(input, largestPayload);
        try {
            Content content = Content.once(() -> unclosed(standardInput));
            return paced(input, feed(input, PcrPacedFeed.Kind.PIPE, content, input.rate()), SourceThreads.OF_THEIR_OWN);
        } catch (IOException fault) {
            throw new OperatorException(OpeningMessage.INPUT_UNREADABLE.with(String.valueOf(fault.getMessage())),
                    fault);
        }
    }

    /// Closing standard input would wait for whoever reads it.
    private static InputStream unclosed(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public void close() {
                // It belongs to the process.
            }
        };
    }

    private Feed feed(SourceSpec spec, PcrPacedFeed.Kind kind, Content content, OptionalLong rate) {
        return rate.isEmpty()
                ? new PcrPacedFeed(spec.text(), kind, content, new Rate(Sources.DEFAULT_RATE), time)
                : new RatedFeed(content, new Rate(rate.getAsLong()));
    }

    private Source paced(SourceSpec spec, Feed feed, SourceThreads kind) {
        return new PacedSource(spec.text(), feed, time, kind);
    }

    private static void requireRoom(SourceSpec spec, int largestPayload) {
        if (largestPayload < Pieces.PIECE_BYTES) {
            throw new OperatorException(OpeningMessage.DATAGRAMS_TOO_LONG.with(spec.text(), Pieces.PIECE_BYTES,
                    largestPayload));
        }
    }

    private static void requireReadable(Path path) {
        if (!Files.exists(path)) {
            throw new OperatorException(OpeningMessage.NO_FILE.with(path));
        }
        if (Files.isDirectory(path)) {
            throw new OperatorException(OpeningMessage.FILE_IS_FOLDER.with(path));
        }
        if (!Files.isReadable(path)) {
            throw new OperatorException(OpeningMessage.FILE_FORBIDDEN.with(path));
        }
    }
}
