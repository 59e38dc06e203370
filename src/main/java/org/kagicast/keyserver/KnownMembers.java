package org.kagicast.keyserver;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.PolicyMessage;

/// Whom a key server has ever heard of, so that a name that is mistyped is found out. Safe for use by several threads.
final class KnownMembers {

    private static final int LETTERS_PER_SLIP = 3;

    private final KeyTable table;
    private volatile IdentityDirectory directory = IdentityDirectory.NONE;

    KnownMembers(KeyTable table) {
        this.table = table;
    }

    void consult(IdentityDirectory enrolled) {
        directory = enrolled;
    }

    IdentityDirectory directory() {
        return directory;
    }

    /// @throws OperatorException if nobody of that name was ever enrolled, granted anything or revoked
    void require(Member member) {
        Set<NodeName> names = names(member.role());
        if (!names.contains(member.name())) {
            throw new OperatorException(PolicyMessage.UNKNOWN_MEMBER.with(member,
                    nearest(member.name(), names), cure(member.role())));
        }
    }

    /// Without the trust domain's register nothing here names slaves and operators, nor who has done nothing yet.
    private CodedMessage cure(Role role) {
        return directory.enrols()
                ? PolicyMessage.FORCE_REVOKES.with()
                : PolicyMessage.MEMBERS_NOT_KNOWN.with(role.text());
    }

    private Set<NodeName> names(Role role) {
        Set<NodeName> names = new TreeSet<>(directory.names(role));
        table.policy().everRevoked().stream().filter(member -> member.role() == role).map(Member::name)
                .forEach(names::add);
        switch (role) {
            case CLIENT -> table.policy().everGranted().stream().map(Grant::client).forEach(names::add);
            case CONTENT_SERVER -> {
                names.addAll(table.policy().owners().values());
                table.describeAll().stream().map(KeyDescription::owner).forEach(names::add);
            }
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE, OPERATOR -> {
                // Nothing in a key table names them.
            }
        }
        return names;
    }

    /// The name that is one slip of the hand away for each few letters, or fewer.
    private static Optional<NodeName> nearest(NodeName wanted, Set<NodeName> names) {
        int most = Math.max(1, wanted.value().length() / LETTERS_PER_SLIP);
        return names.stream().filter(name -> distance(wanted.value(), name.value()) <= most)
                .min(Comparator.comparingInt(name -> distance(wanted.value(), name.value())));
    }

    /// How many letters have to be put in, taken out or replaced (Levenshtein).
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] here = new int[to.length() + 1];
            here[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(replaced, 1 + Math.min(above[column], here[column - 1]));
            }
            above = here;
        }
        return above[to.length()];
    }
}
