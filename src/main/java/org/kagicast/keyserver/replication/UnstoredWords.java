package org.kagicast.keyserver.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.Member;
import org.kagicast.proto.Revocation;
import org.kagicast.proto.TableChange;
import org.kagicast.proto.TableChanges;

/// What a master says of members in a call whose messages are only read, since they cannot be stored: the last word on each
/// counts. A revocation counts as soon as it is read. A reinstatement counts once the log was read up to its head, so that
/// nothing later in it can say otherwise, and from where the copy stands or from the log's beginning without a gap; as long
/// as that is in doubt, whoever was revoked is shut out (R34). One thread at a time.
final class UnstoredWords {

    private final Map<Member, Trust> latest = new HashMap<>();
    private String tableId = "";
    private long reached;
    private boolean isGapless;

    /// A call begins to be only read.
    ///
    /// @param first its first message that was not stored, still to be read
    /// @param copyId the table of which the copy is
    /// @param revision where the copy stands
    void begin(TableChanges first, String copyId, long revision) {
        latest.clear();
        tableId = first.getTableId();
        reached = first.getAfterRevision();
        isGapless = reached == 0 || (reached == revision && tableId.equals(copyId));
    }

    /// Reads the next message of the call.
    ///
    /// @param former what counted before
    /// @return what counts over the copy now
    Map<Member, Trust> read(TableChanges message, Map<Member, Trust> former) {
        isGapless &= message.getAfterRevision() == reached && message.getTableId().equals(tableId);
        reached = message.getRevision();
        revocations(message).forEach(revocation -> latest.put(ChangeReader.member(revocation),
                revocation.getReinstated() ? Trust.REINSTATED : Trust.REVOKED));
        if (!isGapless || reached < message.getHeadRevision()) {
            return shutOut(message, former);
        }
        Map<Member, Trust> words = new HashMap<>(latest);
        words.putAll(unstored(message));
        return words;
    }

    /// Whom a message calls revoked, be it in the log or not, beside what counted before.
    static Map<Member, Trust> shutOut(TableChanges message, Map<Member, Trust> former) {
        Map<Member, Trust> words = new HashMap<>(former);
        revocations(message).stream().filter(revocation -> !revocation.getReinstated())
                .forEach(revocation -> words.put(ChangeReader.member(revocation), Trust.REVOKED));
        words.putAll(unstored(message));
        return words;
    }

    /// Whom the master could not store as revoked itself.
    static Map<Member, Trust> unstored(TableChanges message) {
        Map<Member, Trust> words = new HashMap<>();
        message.getUnstoredList().forEach(revocation -> words.put(ChangeReader.member(revocation), Trust.REVOKED));
        return words;
    }

    private static List<Revocation> revocations(TableChanges message) {
        return message.getChangesList().stream().filter(TableChange::hasRevocation).map(TableChange::getRevocation)
                .toList();
    }
}
