package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.wire.InnerType;

/// Several sources that feed one stream.
class JoinedSourceTest {

    private final Part one = new Part();
    private final Part two = new Part();
    private final JoinedSource joined = new JoinedSource(List.of(one, two));
    private final Taking outlet = new Taking();

    @Test
    @DisplayName("R6 each batch says from which source it is")
    void batchesSayWhereFrom() {
        joined.start(outlet);

        one.give();
        two.give();
        one.give();

        assertThat(outlet.places).containsExactly(0, 1, 0);
    }

    @Test
    @DisplayName("It ends when all have ended")
    void endsTogether() {
        joined.start(outlet);
        one.outlet.end();
        assertThat(outlet.told).isEmpty();
        two.outlet.end();

        assertThat(outlet.told).containsExactly("end");
    }

    @Test
    @DisplayName("When one cannot go on, all stop, and the reason is told once")
    void failsTogether() {
        joined.start(outlet);
        one.outlet.fail(CodedMessage.plain("The file is gone."));
        two.outlet.fail(CodedMessage.plain("Stopped."));

        assertThat(outlet.told).containsExactly("The file is gone.");
        assertThat(one.stopped && two.stopped).isTrue();
    }

    @Test
    @DisplayName("Sources are called by their names, or else their numbers; one alone is what it is")
    void names() {
        SourceSpec spec = Sources.together(List.of(NamedSource.parse("test-card"), NamedSource.parse("extra=pattern:"),
                NamedSource.parse("file:a=b.ts"), NamedSource.parse("pattern:rate=5")));

        assertThat(spec.names()).containsExactly("1", "extra", "3", "4");
        assertThat(spec.text()).isEqualTo("1=test-card + extra=pattern: + 3=file:a=b.ts + 4=pattern:rate=5");
        assertThat(Sources.together(List.of(NamedSource.parse("test-card")))).isEqualTo(Sources.parse("test-card"));
    }

    @Test
    @DisplayName("Sources that cannot be together are refused in one sentence")
    void refused() {
        NamedSource input = NamedSource.parse("-");
        NamedSource named = NamedSource.parse("main=test-card");
        List<NamedSource> many = IntStream.range(0, 17).mapToObj(i -> NamedSource.parse("test-card")).toList();

        for (List<NamedSource> impossible : List.of(List.of(input, input), List.of(named, named), many)) {
            assertThatThrownBy(() -> Sources.together(impossible)).isInstanceOf(OperatorException.class).message()
                    .endsWith(".");
        }
    }

    private static final class Part implements Source {

        private SourceOutlet outlet;
        private boolean stopped;

        void give() {
            DatagramBatch batch = outlet.takeIfFree().orElseThrow();
            batch.add(InnerType.DATA, ByteBuffer.allocate(1));
            outlet.hand(batch);
        }

        @Override
        public void start(SourceOutlet to) {
            outlet = to;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    private static final class Taking implements SourceOutlet {

        private final DatagramBatch batch = new DatagramBatch(200);
        private final List<Integer> places = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        @Override
        public DatagramBatch take() {
            return batch;
        }

        @Override
        public Optional<DatagramBatch> takeIfFree() {
            return Optional.of(batch);
        }

        @Override
        public void hand(DatagramBatch handed) {
            places.add(handed.source());
            handed.clear();
        }

        @Override
        public void refuseOversized(int bytes, int most) {
            throw new AssertionError("nothing is long");
        }

        @Override
        public void drop(int datagrams) {
            throw new AssertionError("nothing is dropped");
        }

        @Override
        public void tell(CodedMessage sentence) {
            told.add(sentence.text());
        }

        @Override
        public void takeBack(CodedMessage sentence) {
            told.remove(sentence.text());
        }

        @Override
        public void end() {
            told.add("end");
        }

        @Override
        public void fail(CodedMessage sentence) {
            told.add(sentence.text());
        }
    }
}
