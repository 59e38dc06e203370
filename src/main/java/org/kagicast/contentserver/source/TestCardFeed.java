package org.kagicast.contentserver.source;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Queue;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.OpeningMessage;
import org.kagicast.time.Time;
import org.kagicast.wire.InnerType;
import org.kagicast.wire.TestCardFragment;

/// The animated test card, picture after picture, each cut into fragments.
final class TestCardFeed implements Feed {

    /// As many as a console shows: making one is most of what a lab costs.
    static final Rate PICTURES_PER_SECOND = new Rate(10);

    private final TestCardPainter painter;
    private final int largestPayload;
    private final Time time;
    private final Queue<ByteBuffer> fragments = new ArrayDeque<>();
    private long picture;

    private TestCardFeed(TestCardPainter painter, int largestPayload, Time time) {
        this.painter = painter;
        this.largestPayload = largestPayload;
        this.time = time;
    }

    /// @throws OperatorException if this machine cannot draw letters
    static TestCardFeed open(StreamName stream, int largestPayload, Time time) {
        try {
            return new TestCardFeed(new TestCardPainter(stream, ZoneId.systemDefault()), largestPayload, time);
        } catch (LinkageError | InternalError | RuntimeException noFonts) {
            throw new OperatorException(OpeningMessage.NO_FONTS.with(), noFonts);
        }
    }

    /// While fragments of a picture are left, they are due with it.
    @Override
    public long due(SourceOutlet outlet) {
        return PICTURES_PER_SECOND.nanosFor(fragments.isEmpty() ? picture : picture - 1);
    }

    @Override
    public void addTo(DatagramBatch batch) {
        if (fragments.isEmpty()) {
            long frame = picture++ & 0xffff_ffffL;
            fragments.addAll(TestCardFragment.split(frame, painter.paint(frame, time.now()), largestPayload));
        }
        batch.add(InnerType.TEST_CARD, fragments.remove());
    }

    @Override
    public boolean isAtHand() {
        return true;
    }

    @Override
    public void close() {
        painter.close();
    }
}
