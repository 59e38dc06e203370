package org.kagicast.keyserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RevocationOutcome;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Revokes a member, in the order that leaves no gap: it is shut out and the keys that it may hold are called compromised,
/// in one, then others are ordered. So a key that is made after the order was never to be had for it, and whoever has that
/// key also knows of the revocation.
///
/// A revocation that cannot be stored or audited shuts the member out all the same, and is tried again until it is; no key
/// is changed before.
///
/// Its monitor guards who ordered what is not stored yet, and is held while that is tried. Safe for use by several threads.
final class Revoking {

    private static final Logger LOG = LoggerFactory.getLogger(Revoking.class);

    private final KeyTable table;
    private final RekeyOrders orders;
    private final KeyAudit audit;
    private final Runnable changed;
    private final Map<Member, Identity> orderedBy = new LinkedHashMap<>();

    /// @param changed runs after each change of the table
    Revoking(KeyTable table, RekeyOrders orders, KeyAudit audit, Runnable changed) {
        this.table = table;
        this.orders = orders;
        this.audit = audit;
        this.changed = changed;
    }

    Revocation revoke(Identity by, Member member) {
        RevocationOutcome done;
        try {
            done = table.revoke(member, audit.revocation(by, member));
        } catch (OperatorException notStored) {
            if (!table.unstored().contains(member)) {
                throw notStored;
            }
            return unstored(by, member, notStored.coded());
        }
        changed.run();
        Map<Boolean, Set<KeyLine>> ordered = orders.compromised().entrySet().stream()
                .filter(line -> done.exposure().covers(line.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.partitioningBy(
                        line -> orders.order(line, KeyServerMessage.MEMBER_WAS_REVOKED.with(member)),
                        Collectors.toUnmodifiableSet()));
        return new Revocation(member, done.compromised().stream().map(KeyDescription::keyId).toList(),
                ordered.getOrDefault(true, Set.of()), ordered.getOrDefault(false, Set.of()));
    }

    private synchronized Revocation unstored(Identity by, Member member, CodedMessage why) {
        if (orderedBy.put(member, by) == null) {
            LOG.warn("The {} is shut out by order of {}, which is not stored: {}", member, by, why);
            changed.run();
        }
        return Revocation.unstored(member, why);
    }

    /// Tries to store what could not be stored.
    synchronized void storeUnstored() {
        for (Map.Entry<Member, Identity> each : List.copyOf(orderedBy.entrySet())) {
            if (!table.unstored().contains(each.getKey())
                    || revoke(each.getValue(), each.getKey()).unstored().isEmpty()) {
                orderedBy.remove(each.getKey());
            }
        }
    }

    /// Takes a revocation back, whether it was stored or not.
    ///
    /// @return the table's revision with that; empty if the member was not revoked
    synchronized Optional<Long> reinstate(Identity by, Member member) {
        return table.policy().reinstate(member, audit.reinstatement(by, member));
    }

    /// That a revocation is not stored, in one sentence; empty if every one is.
    Optional<CodedMessage> problem() {
        List<Member> unstored = table.unstored().stream().sorted().toList();
        return unstored.isEmpty()
                ? Optional.empty()
                : Optional.of(KeyServerMessage.REVOCATION_UNSTORED.with(unstored.getFirst(), unstored.size() - 1)
                        .then(table.problem().or(audit::problem).orElseGet(KeyServerMessage.CHECK_DISK::with)));
    }
}
