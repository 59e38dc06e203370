package org.kagicast.lab;

import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

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
}
