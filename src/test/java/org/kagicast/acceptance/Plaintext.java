package org.kagicast.acceptance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Knows a source's bytes, and finds any run of 16 of them in something else.
///
/// Every run of 16 bytes holds a word of 8 that begins at a multiple of 8 of the source; so only those are looked up.
final class Plaintext {

    private static final int RUN = 16;
    private static final int WORD = Long.BYTES;
    private static final int MOST_PLACES = 64;

    private final byte[] source;
    private final Map<Long, List<Integer>> places = new HashMap<>();

    Plaintext(byte[] source) {
        this.source = source;
        ByteBuffer bytes = ByteBuffer.wrap(source);
        for (int at = 0; at + WORD <= source.length; at += WORD) {
            List<Integer> same = places.computeIfAbsent(bytes.getLong(at), word -> new ArrayList<>(1));
            if (same.size() < MOST_PLACES) {
                same.add(at);
            }
        }
    }

    boolean appearsIn(byte[] packet) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        for (int at = 0; at + WORD <= packet.length; at++) {
            for (int place : places.getOrDefault(bytes.getLong(at), List.of())) {
                if (runLength(packet, at, place) >= RUN) {
                    return true;
                }
            }
        }
        return false;
    }

    private int runLength(byte[] packet, int at, int place) {
        int before = 0;
        while (before < at && before < place && packet[at - before - 1] == source[place - before - 1]) {
            before++;
        }
        int after = 0;
        while (at + after < packet.length && place + after < source.length
                && packet[at + after] == source[place + after]) {
            after++;
        }
        return before + after;
    }
}
