package org.kagicast.keyserver;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;

/// Revokes a member, in the order that leaves no gap: it is shut out and the keys that it may hold are called compromised,
/// in one, then others are ordered. So a key that is made after the order was never to be had for it, and whoever has that
/// key also knows of the revocation. Safe for use by several threads.
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

    Revocation revoke(Identity by, Member member) {
        RevocationOutcome done = table.revoke(member, auditing.revocation(by, member));
        changed.run();
        Map<Boolean, Set<KeyLine>> ordered = orders.compromised().entrySet().stream()
                .filter(line -> done.exposure().covers(line.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.partitioningBy(line -> orders.order(line, "the " + member + " was revoked"),
                        Collectors.toUnmodifiableSet()));
        return new Revocation(member, done.compromised().stream().map(KeyDescription::keyId).toList(),
                ordered.getOrDefault(true, Set.of()), ordered.getOrDefault(false, Set.of()));
    }
}
