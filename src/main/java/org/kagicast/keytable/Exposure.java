package org.kagicast.keytable;

import java.util.Set;

import org.kagicast.model.KeyState;
import org.kagicast.model.Member;

/// Which keys a member may hold, so which are lost to whoever has its files. A key server of any kind holds every key; a
/// content server those that it had made; a client those that it was ever granted, since taking a grant back takes no
/// key back; an operator none.
///
/// @param everGranted every grant of the member that holds or was taken back
public record Exposure(Member member, Set<Grant> everGranted) {

    public Exposure {
        everGranted = Set.copyOf(everGranted);
    }

    /// Whether somebody may seal with a key, now or later.
    public static boolean isUsable(KeyDescription key) {
        return key.state() == KeyState.PRE_ACTIVE || key.state() == KeyState.ACTIVE;
    }

    public boolean covers(KeyDescription key) {
        return switch (member.role()) {
            case KEY_SERVER, KEY_MASTER, KEY_SLAVE -> true;
            case CONTENT_SERVER -> key.owner().equals(member.name());
            case CLIENT -> everGranted.stream().anyMatch(grant -> grant.covers(key.line()));
            case OPERATOR -> false;
        };
    }
}
