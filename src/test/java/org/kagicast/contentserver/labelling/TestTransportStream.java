package org.kagicast.contentserver.labelling;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Makes packets of an MPEG transport stream, with tables as a multiplexer sends them.
public final class TestTransportStream {

    public static final int ASSOCIATION_PID = 0;
    public static final int NULL_PID = 0x1fff;

    private final Map<Integer, Integer> counts = new HashMap<>();

    /// A packet whose payload is all this byte.
    public byte[] packet(int pid, int content) {
        byte[] packet = new byte[188];
        Arrays.fill(packet, (byte) content);
        header(packet, pid, false);
        return packet;
    }

    /// The program association table: program number, PID of its map, and so on.
    public byte[] association(int version, int... programs) {
        ByteBuffer body = ByteBuffer.allocate(4 * programs.length);
        for (int i = 0; i < programs.length; i += 2) {
            body.putShort((short) programs[i]).putShort((short) (0xe000 | programs[i + 1]));
        }
        return tables(ASSOCIATION_PID, section(0, 1, version, Arrays.copyOf(body.array(), body.position())));
    }

    /// A program's map.
    public byte[] map(int mapPid, int program, int version, int clockPid, int... pids) {
        ByteBuffer body = ByteBuffer.allocate(1_000).putShort((short) (0xe000 | clockPid)).putShort((short) 0xf000);
        for (int pid : pids) {
            body.put((byte) 0x1b).putShort((short) (0xe000 | pid)).putShort((short) 0xf000);
        }
        return tables(mapPid, section(2, program, version, Arrays.copyOf(body.array(), body.position())));
    }

    /// A program's map with descriptors of the program and of each of its streams.
    public byte[] map(int mapPid, int program, int version, int clockPid, byte[] descriptors, byte[] ofEach,
            int... pids) {
        ByteBuffer body = ByteBuffer.allocate(1_000).putShort((short) (0xe000 | clockPid))
                .putShort((short) (0xf000 | descriptors.length)).put(descriptors);
        for (int pid : pids) {
            body.put((byte) 0x1b).putShort((short) (0xe000 | pid)).putShort((short) (0xf000 | ofEach.length))
                    .put(ofEach);
        }
        return tables(mapPid, section(2, program, version, Arrays.copyOf(body.array(), body.position())));
    }

    /// The conditional access table: access system, PID of its entitlement management messages, and so on.
    public byte[] access(int version, int... systems) {
        ByteBuffer body = ByteBuffer.allocate(3 * systems.length);
        for (int i = 0; i < systems.length; i += 2) {
            body.put((byte) 9).put((byte) 4).putShort((short) systems[i]).putShort((short) (0xe000 | systems[i + 1]));
        }
        return tables(1, section(1, 0xffff, version, body.array()));
    }

    /// Packets that carry these bytes from a section's beginning on, stuffed at the end.
    public byte[] tables(int pid, byte[] sections) {
        ByteBuffer packets = ByteBuffer.allocate(188 * (sections.length / 183 + 1));
        for (int from = 0; from < sections.length;) {
            byte[] packet = new byte[188];
            Arrays.fill(packet, (byte) 0xff);
            header(packet, pid, from == 0);
            int at = from == 0 ? 5 : 4;
            if (from == 0) {
                packet[4] = 0;
            }
            int taken = Math.min(188 - at, sections.length - from);
            System.arraycopy(sections, from, packet, at, taken);
            packets.put(packet);
            from += taken;
        }
        return Arrays.copyOf(packets.array(), packets.position());
    }

    /// A section with its CRC.
    public static byte[] section(int table, int extension, int version, byte[] body) {
        int length = 5 + body.length + 4;
        ByteBuffer section = ByteBuffer.allocate(3 + length).put((byte) table).putShort((short) (0xb000 | length))
                .putShort((short) extension).put((byte) (0xc1 | (version << 1))).put((byte) 0).put((byte) 0).put(body);
        int crc = -1;
        for (int i = 0; i < section.position(); i++) {
            crc ^= section.get(i) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
            }
        }
        return section.putInt(crc).array();
    }

    private void header(byte[] packet, int pid, boolean starts) {
        int count = (counts.merge(pid, 1, Integer::sum) - 1) & 0x0f;
        packet[0] = 0x47;
        packet[1] = (byte) ((starts ? 0x40 : 0) | (pid >> 8));
        packet[2] = (byte) pid;
        packet[3] = (byte) (0x10 | count);
    }
}
