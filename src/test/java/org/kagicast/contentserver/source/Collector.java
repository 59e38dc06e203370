package org.kagicast.contentserver.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;

/// Takes what a source gives, with the time of each hand-over.
final class Collector implements SourceOutlet {

    record Given(long nanos, byte type, byte[] body) {}

    private final Time time;
    private final int largestPayload;
    private final List<Given> given = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int oversized;
    private int dropped;
    private long wanted = Long.MAX_VALUE;
    private boolean ended;
    private boolean full;

    Collector(Time time, int largestPayload) {
        this.time = time;
        this.largestPayload = largestPayload;
    }

    /// Stops the source, as an interrupt would, when it has given so many.
    void stopAfter(long datagrams) {
        wanted = datagrams;
    }

    void takeNoMore() {
        full = true;
    }

    List<Given> given() {
        return given;
    }

    List<String> told() {
        return told;
    }

    List<String> faults() {
        return faults;
    }

    int oversized() {
        return oversized;
    }

    int dropped() {
        return dropped;
    }

    boolean isEnded() {
        return ended;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        given.forEach(datagram -> all.writeBytes(datagram.body));
        return all.toByteArray();
    }

    @Override
    public DatagramBatch take() throws InterruptedException {
        if (given.size() >= wanted) {
            throw new InterruptedException("the test has enough");
        }
        return new DatagramBatch(largestPayload);
    }

    @Override
    public Optional<DatagramBatch> takeIfFree() {
        return full ? Optional.empty() : Optional.of(new DatagramBatch(largestPayload));
    }

    @Override
    public void hand(DatagramBatch batch) {
        while (batch.hasNext()) {
            ByteBuffer plaintext = batch.next();
            byte type = plaintext.get();
            byte[] body = new byte[plaintext.remaining()];
            plaintext.get(body);
            given.add(new Given(time.nanos(), type, body));
        }
    }

    @Override
    public void refuseOversized(int bytes, int most) {
        oversized++;
    }

    @Override
    public void drop(int datagrams) {
        dropped += datagrams;
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
        ended = true;
    }

    @Override
    public void fail(CodedMessage sentence) {
        faults.add(sentence.text());
    }
}
