package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.model.OperatorException;
import org.kagicast.multicast.UdpAddress;

class SourcesTest {

    static Stream<Arguments> sources() {
        return Stream.of(Arguments.of("test-card", new SourceSpec.TestCard("test-card")),
                Arguments.of("-", new SourceSpec.StandardInput("-", OptionalLong.empty())),
                Arguments.of("-?rate=2M", new SourceSpec.StandardInput("-?rate=2M", OptionalLong.of(2_000_000))),
                pattern("pattern", 1000, 1316),
                pattern("pattern:", 1000, 1316), pattern("pattern:rate=0", 1000, 1316),
                pattern("pattern:rate=20K", 20_000, 1316), pattern("pattern:size=16", 1000, 16),
                pattern("pattern:&size=100", 1000, 100), pattern("pattern:rate=5&size=64", 5, 64),
                file("file:a.ts", "a.ts", OptionalLong.empty(), false),
                file("file:/x/a b.ts?rate=20M", "/x/a b.ts", OptionalLong.of(20_000_000), false),
                file("file:a.ts?loop=true", "a.ts", OptionalLong.empty(), true),
                file("file:a.ts?rate=2G&loop=false", "a.ts", OptionalLong.of(2_000_000_000L), false),
                file("file:a.ts?loop=true&rate=64000", "a.ts", OptionalLong.of(64_000), true),
                file("file:what?.ts", "what?.ts", OptionalLong.empty(), false),
                file("file:what?.ts?loop=true", "what?.ts", OptionalLong.empty(), true), udp("udp://127.0.0.1:7000"),
                udp("udp://@:7000"), udp("udp://lo@239.1.1.1:7000"),
                Arguments.of("udp://@:7000?rtp=strip", new SourceSpec.Udp("udp://@:7000?rtp=strip",
                        UdpAddress.parse("udp://@:7000"), Rtp.STRIP)),
                Arguments.of("udp://127.0.0.1:7000?rtp=keep", new SourceSpec.Udp("udp://127.0.0.1:7000?rtp=keep",
                        UdpAddress.parse("udp://127.0.0.1:7000"), Rtp.KEEP)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    @DisplayName("a source reads as the option writes it, and remembers how")
    void reads(String text, SourceSpec expected) {
        assertThat(Sources.parse(text)).isEqualTo(expected).extracting(SourceSpec::text).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            noise                    | There is no source "noise": take test-card,
            test-card:               | There is no source
            file:                    | names no file
            file:?loop=true          | names no file
            file:a.ts?rate=fast      | The rate=fast of source
            file:a.ts?rate=          | The rate= of source
            file:a.ts?rate=-5        | The rate=-5 of source
            file:a.ts?rate=0         | from 1000 to
            file:a.ts?rate=999999G   | from 1000 to
            file:a.ts?rate=999999999999G | from 1000 to
            file:a.ts?loop=yes       | take loop=true or loop=false
            file:a.ts?speed=3        | has no option "speed": take rate=, loop=
            file:a.ts?rate=1M&rate=2M | says rate= twice
            pattern:rate             | The rate= of source
            pattern:size=15          | from 16 to
            pattern:size=100000      | from 16 to
            pattern:length=100       | has no option "length": take rate=, size=
            udp://127.0.0.1          | HOST:PORT
            udp://127.0.0.1:99999    | from 1 to 65535
            udp://@:7000?rtp=yes     | take one of rtp=keep, rtp=strip
            udp://@:7000?rate=1M     | has no option "rate": take rtp=
            """)
    @DisplayName("what does not read so is refused in a sentence with the cure")
    void refuses(String text, String sentence) {
        assertThatThrownBy(() -> Sources.parse(text)).isInstanceOf(OperatorException.class)
                .hasMessageContaining(sentence);
    }

    private static Arguments pattern(String text, long rate, int size) {
        return Arguments.of(text, new SourceSpec.Pattern(text, rate, size));
    }

    private static Arguments file(String text, String path, OptionalLong rate, boolean loop) {
        return Arguments.of(text, new SourceSpec.File(text, Path.of(path), rate, loop));
    }

    private static Arguments udp(String text) {
        return Arguments.of(text, new SourceSpec.Udp(text, UdpAddress.parse(text), Rtp.DECIDE));
    }
}
