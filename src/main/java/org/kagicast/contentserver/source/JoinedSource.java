package org.kagicast.contentserver.source;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.kagicast.model.message.CodedMessage;

/// Several sources as one. Each batch says from which of them it is. It has ended when all of them have, and when one
/// cannot go on, all stop.
final class JoinedSource implements Source {

    private final List<Source> parts;
    private final AtomicInteger running;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    JoinedSource(List<Source> parts) {
        this.parts = List.copyOf(parts);
        this.running = new AtomicInteger(parts.size());
    }

    @Override
    public void start(SourceOutlet outlet) {
        for (int place = 0; place < parts.size(); place++) {
            parts.get(place).start(new PartOutlet(place, outlet));
        }
    }

    @Override
    public Optional<CodedMessage> trouble() {
        return parts.stream().flatMap(part -> part.trouble().stream()).findFirst();
    }

    @Override
    public void stop() {
        parts.forEach(Source::stop);
    }

    private final class PartOutlet implements SourceOutlet {

        private final int place;
        private final SourceOutlet outlet;

        PartOutlet(int place, SourceOutlet outlet) {
            this.place = place;
            this.outlet = outlet;
        }

        @Override
        public DatagramBatch take() throws InterruptedException {
            return outlet.take();
        }

        @Override
        public Optional<DatagramBatch> takeIfFree() {
            return outlet.takeIfFree();
        }

        @Override
        public void hand(DatagramBatch batch) {
            batch.comesFrom(place);
            outlet.hand(batch);
        }

        @Override
        public void refuseOversized(int bytes, int most) {
            outlet.refuseOversized(bytes, most);
        }

        @Override
        public void drop(int datagrams) {
            outlet.drop(datagrams);
        }

        @Override
        public void tell(CodedMessage sentence) {
            outlet.tell(sentence);
        }

        @Override
        public void takeBack(CodedMessage sentence) {
            outlet.takeBack(sentence);
        }

        @Override
        public void end() {
            if (running.decrementAndGet() == 0) {
                outlet.end();
            }
        }

        @Override
        public void fail(CodedMessage sentence) {
            if (hasFailed.compareAndSet(false, true)) {
                stop();
                outlet.fail(sentence);
            }
        }
    }
}
