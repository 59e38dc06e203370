package org.kagicast.keyserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.StateOutcome;
import org.kagicast.model.Identity;
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
    private final Auditing auditing;
    private final Runnable changed;

    /// @param changed runs after each change of the table
    Revoking(KeyTable table, RekeyOrders orders, Auditing auditing, Runnable changed) {
        this.table = table;
        this.orders = orders;
        this.auditing = auditing;
        this.changed = changed;
    }

    Revocation revoke(Identity by, NodeName client) {
        table.policy().revoke(client, auditing.revocation(by, client, lastKey(granted(client))));
        List<Grant> granted = granted(client);
        List<KeyId> compromised = compromise(by, granted);
        changed.run();
        Map<Boolean, Set<KeyLine>> ordered = orders.compromised().stream().filter(line -> isAmong(granted, line))
                .collect(Collectors.partitioningBy(
                        line -> orders.order(line, "the client " + client + " was revoked"),
                        Collectors.toUnmodifiableSet()));
        return new Revocation(client, compromised, ordered.getOrDefault(true, Set.of()),
                ordered.getOrDefault(false, Set.of()));
    }

    private List<Grant> granted(NodeName client) {
        return table.policy().everGranted().stream().filter(grant -> grant.client().equals(client)).toList();
    }

    private List<KeyId> compromise(Identity by, List<Grant> granted) {
        List<KeyId> compromised = new ArrayList<>();
        for (KeyDescription key : lost(granted)) {
            if (table.setState(key.keyId(), KeyState.COMPROMISED,
                    auditing.stateChange(by, key)) instanceof StateOutcome.Done) {
                compromised.add(key.keyId());
            }
        }
        return compromised;
    }

    /// The keys that may be held by these grants, and are in use or announced.
    private List<KeyDescription> lost(List<Grant> granted) {
        return table.describeAll().stream().filter(key -> isAmong(granted, key.line()))
                .filter(key -> key.state() == KeyState.PRE_ACTIVE || key.state() == KeyState.ACTIVE).toList();
    }

    private Optional<KeyId> lastKey(List<Grant> granted) {
        List<KeyDescription> lost = lost(granted);
        return lost.isEmpty() ? Optional.empty() : Optional.of(lost.getLast().keyId());
    }

    private static boolean isAmong(List<Grant> granted, KeyLine line) {
        return granted.stream().anyMatch(grant -> grant.covers(line));
    }
}
