package org.kagicast.lab;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.kagicast.model.MulticastGroup;

/// Groups that no other test or program uses at the same time, as far as chance goes.
public final class TestGroups {

    private TestGroups() {
    }

    public static MulticastGroup any() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String address = "239.255." + random.nextInt(1, 255) + "." + random.nextInt(1, 200);
        return new MulticastGroup(InetAddress.ofLiteral(address), random.nextInt(20_000, 30_000));
    }

    /// So many, on one port.
    public static List<MulticastGroup> several(int count) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String start = "239." + random.nextInt(192, 255) + ".";
        int third = random.nextInt(1, 200);
        int port = random.nextInt(20_000, 30_000);
        return IntStream.range(0, count)
                .mapToObj(i -> new MulticastGroup(
                        InetAddress.ofLiteral(start + (third + i / 250) + "." + (1 + i % 250)), port))
                .toList();
    }
}
