package org.kagicast.keyserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;

/// Revokes a client, in the order that leaves no gap: it is refused first, then the keys that it may hold are called
/// compromised, then others are ordered. So a key that is made after the order was never to be had for it, and whoever
/// has that key also knows of the revocation. It may hold what it was ever granted: who has taken a grant back has not
/// taken back the keys that were fetched by it. Safe for use by several threads.
final class Revoking {

    private final KeyTable table;
    private final RekeyOrders orders;
    private final Runnable changed;

    /// @param changed runs after each change of the table
    Revoking(KeyTable table, RekeyOrders orders, Runnable changed) {
        this.table = table;
        this.orders = orders;
        this.changed = changed;
    }

    Revocation revoke(NodeName client) {
        table.policy().revoke(client);
        List<Grant> granted = table.policy().everGranted().stream().filter(grant -> grant.client().equals(client))
                .toList();
        List<KeyId> compromised = compromise(granted);
        changed.run();
        Map<Boolean, Set<KeyLine>> ordered = orders.compromised().stream().filter(line -> isAmong(granted, line))
                .collect(Collectors.partitioningBy(
                        line -> orders.order(line, "the client " + client + " was revoked"),
                        Collectors.toUnmodifiableSet()));
        return new Revocation(client, compromised, ordered.getOrDefault(true, Set.of()),
                ordered.getOrDefault(false, Set.of()));
    }

    private List<KeyId> compromise(List<Grant> granted) {
        List<KeyId> compromised = new ArrayList<>();
        for (KeyDescription key : table.describeAll()) {
            boolean isLost = isAmong(granted, key.line())
                    && (key.state() == KeyState.PRE_ACTIVE || key.state() == KeyState.ACTIVE);
            if (isLost && table.setState(key.keyId(), KeyState.COMPROMISED) instanceof StateOutcome.Done) {
                compromised.add(key.keyId());
            }
        }
        return compromised;
    }

    private static boolean isAmong(List<Grant> granted, KeyLine line) {
        return granted.stream().anyMatch(grant -> grant.covers(line));
    }
}
