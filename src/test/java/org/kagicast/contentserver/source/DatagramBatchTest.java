package org.kagicast.contentserver.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.wire.InnerType;

class DatagramBatchTest {

    private static final int LARGEST = 1_400;

    @Test
    @DisplayName("datagrams come out as they went in, however the memory grows meanwhile, and as many fit as ever")
    void grows() {
        DatagramBatch batch = new DatagramBatch(LARGEST);
        for (int round = 0; round < 3; round++) {
            List<byte[]> added = new ArrayList<>();
            while (batch.hasRoomFor(LARGEST)) {
                byte[] body = new byte[added.size() % 3 == 0 ? 7 : LARGEST];
                Arrays.fill(body, (byte) (round + added.size()));
                batch.add(InnerType.DATA, ByteBuffer.wrap(body));
                added.add(body);
            }

            assertThat(added).hasSize(DatagramBatch.MOST_DATAGRAMS);
            for (byte[] body : added) {
                ByteBuffer next = batch.next();
                assertThat(next.get()).isEqualTo(InnerType.DATA);
                assertThat(next).isEqualTo(ByteBuffer.wrap(body));
            }
            assertThat(batch.hasNext()).isFalse();
            batch.clear();
        }
    }

    @Test
    @DisplayName("a datagram that is cut into many packets fits into a batch that has only held short ones")
    void longDatagram() {
        DatagramBatch batch = new DatagramBatch(LARGEST);
        batch.add(InnerType.DATA, ByteBuffer.allocate(10));
        byte[] body = new byte[batch.longestDatagram() - LARGEST];
        Arrays.fill(body, (byte) 9);

        assertThat(batch.hasRoomFor(body.length)).isTrue();
        batch.add(InnerType.DATA, ByteBuffer.wrap(body));

        assertThat(batch.next().remaining()).isEqualTo(11);
        assertThat(batch.next().position(11 + 1)).isEqualTo(ByteBuffer.wrap(body));
    }
}
