package org.kagicast.contentserver.source;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;
import org.kagicast.multicast.UdpAddress;

/// Reads sources as options write them.
public final class Sources {

    /// Bits a second of content that has neither a clock nor a `rate=`.
    public static final long DEFAULT_RATE = 10_000_000;

    private static final int MOST_SOURCES = 16;
    private static final int DEFAULT_PACKETS = 1000;
    private static final int DEFAULT_SIZE = 1316;
    private static final long MOST_PACKETS = 10_000_000;
    private static final int LARGEST_SIZE = 65_000;
    private static final long LOWEST_RATE = 1000;
    private static final long HIGHEST_RATE = 100_000_000_000L;

    private Sources() {
    }

    /// Reads `test-card`, `pattern:[rate=1000][&size=1316]`, `file:PATH[?rate=20M][&loop=true]`,
    /// `udp://[ADDR@]HOST:PORT[?rtp=keep|strip][&source-address=ADDR]` or `-[?rate=20M]`. Nothing is opened or looked up
    /// yet.
    ///
    /// @throws OperatorException if the text does not read so
    public static SourceSpec parse(String text) {
        if (text.equals("test-card")) {
            return new SourceSpec.TestCard(text);
        }
        if (text.equals("-") || text.startsWith("-?")) {
            return standardInput(text);
        }
        if (text.equals("pattern") || text.startsWith("pattern:")) {
            return pattern(text);
        }
        if (text.startsWith("file:")) {
            return file(text);
        }
        if (text.startsWith("udp://")) {
            return udp(text);
        }
        throw new OperatorException(ConfigurationMessage.NO_SUCH_SOURCE.with(text));
    }

    /// Makes one of the sources of a stream. One alone that has no name stays what it is.
    ///
    /// @param sources at least one; those without a name are called by their number, counted from 1
    /// @throws OperatorException if there are too many, two have one name, or two read standard input
    public static SourceSpec together(List<NamedSource> sources) {
        if (sources.size() == 1 && sources.getFirst().name().isEmpty()) {
            return sources.getFirst().source();
        }
        if (sources.size() > MOST_SOURCES) {
            throw new OperatorException(ConfigurationMessage.TOO_MANY_SOURCES.with(MOST_SOURCES));
        }
        List<NamedSource> named = new ArrayList<>();
        for (NamedSource one : sources) {
            String name = one.name().isEmpty() ? String.valueOf(named.size() + 1) : one.name();
            if (named.stream().anyMatch(other -> other.name().equals(name))) {
                throw new OperatorException(ConfigurationMessage.SAME_SOURCE_NAME.with(name));
            }
            named.add(new NamedSource(name, one.source()));
        }
        if (named.stream().filter(one -> one.source() instanceof SourceSpec.StandardInput).count() > 1) {
            throw new OperatorException(ConfigurationMessage.STANDARD_INPUT_TWICE.with());
        }
        return new SourceSpec.Several(named);
    }

    private static SourceSpec pattern(String text) {
        SourceOptions options = SourceOptions.read(text, text.substring(Math.min(text.length(), "pattern:".length())));
        long rate = options.takeNumber("rate", 0, MOST_PACKETS).orElse(0);
        long size = options.takeNumber("size", PatternFeed.HEADER_BYTES, LARGEST_SIZE).orElse(DEFAULT_SIZE);
        options.refuseRest("rate=, size=");
        return new SourceSpec.Pattern(text, rate == 0 ? DEFAULT_PACKETS : rate, (int) size);
    }

    /// What follows the last question mark are options if it looks like some, so a path may hold question marks.
    private static SourceSpec file(String text) {
        String rest = text.substring("file:".length());
        int mark = rest.lastIndexOf('?');
        boolean hasOptions = mark >= 0 && rest.indexOf('=', mark) >= 0;
        SourceOptions options = SourceOptions.read(text, hasOptions ? rest.substring(mark + 1) : "");
        OptionalLong rate = options.takeNumber("rate", LOWEST_RATE, HIGHEST_RATE);
        Optional<Boolean> loop = options.takeTruth("loop");
        options.refuseRest("rate=, loop=");
        return new SourceSpec.File(text, path(text, hasOptions ? rest.substring(0, mark) : rest), rate,
                loop.orElse(false));
    }

    private static SourceSpec standardInput(String text) {
        SourceOptions options = SourceOptions.read(text, text.substring(Math.min(text.length(), "-?".length())));
        OptionalLong rate = options.takeNumber("rate", LOWEST_RATE, HIGHEST_RATE);
        options.refuseRest("rate=");
        return new SourceSpec.StandardInput(text, rate);
    }

    private static SourceSpec udp(String text) {
        int mark = text.indexOf('?');
        SourceOptions options = SourceOptions.read(text, mark < 0 ? "" : text.substring(mark + 1));
        Rtp rtp = options.takeOne("rtp", Map.of("keep", Rtp.KEEP, "strip", Rtp.STRIP)).orElse(Rtp.DECIDE);
        Optional<InetAddress> source = options.takeAddress("source-address");
        options.refuseRest("rtp=, source-address=");
        return new SourceSpec.Udp(text,
                UdpAddress.parse(mark < 0 ? text : text.substring(0, mark)).heardFrom(source), rtp);
    }

    private static Path path(String text, String path) {
        if (path.isEmpty()) {
            throw new OperatorException(ConfigurationMessage.FILE_LACKING.with(text));
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException impossible) {
            throw new OperatorException(ConfigurationMessage.FILE_NOT_POSSIBLE.with(text),
                    impossible);
        }
    }
}
