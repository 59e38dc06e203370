package org.kagicast.contentserver.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

import org.kagicast.contentserver.mpegts.TransportPacket;

/// Builds MPEG transport streams packet by packet.
final class SyntheticStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Random randomness = new Random(11);
    private int stride = TransportPacket.BYTES;

    /// From now on each packet is followed or, with 192 bytes, led by others that belong to it.
    SyntheticStream stride(int bytesAPacket) {
        stride = bytesAPacket;
        return this;
    }

    /// Packets that carry no clock.
    SyntheticStream plain(int packets) {
        for (int i = 0; i < packets; i++) {
            add(0x101, -1, false);
        }
        return this;
    }

    /// A packet with a PCR.
    SyntheticStream clock(int programId, long ticks) {
        add(programId, Math.floorMod(ticks, TransportPacket.CLOCK_RANGE), false);
        return this;
    }

    /// A packet with a PCR that says that its clock starts anew.
    SyntheticStream newClock(int programId, long ticks) {
        add(programId, ticks, true);
        return this;
    }

    SyntheticStream raw(int length) {
        byte[] noise = new byte[length];
        randomness.nextBytes(noise);
        bytes.writeBytes(noise);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void add(int programId, long ticks, boolean discontinuity) {
        byte[] packet = new byte[TransportPacket.BYTES];
        randomness.nextBytes(packet);
        ByteBuffer out = ByteBuffer.wrap(packet);
        out.put(TransportPacket.SYNC).putShort((short) programId);
        if (ticks < 0) {
            out.put((byte) 0x10);
        } else {
            long base = ticks / 300;
            int extension = (int) (ticks % 300);
            out.put((byte) 0x30).put((byte) 7).put((byte) (discontinuity ? 0x90 : 0x10));
            out.putInt((int) (base >> 1)).put((byte) ((base & 1) << 7 | 0x7e | extension >> 8)).put((byte) extension);
        }
        raw(stride == 192 ? 4 : 0);
        bytes.writeBytes(packet);
        raw(stride == 204 ? 16 : 0);
    }
}
