package org.kagicast.keyserver.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.TableChange.Trust;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.proto.Revocation;
import org.kagicast.proto.TableChange;
import org.kagicast.proto.TableChanges;

class UnstoredWordsTest {

    private static final String TABLE = "table";
    private static final Member ALICE = Member.client(new NodeName("alice"));
    private static final long STANDS_AT = 5;

    private final UnstoredWords words = new UnstoredWords();
    private Map<Member, Trust> counts = new HashMap<>();

    private static TableChanges part(long after, long head, TableChange... changes) {
        TableChanges.Builder part = TableChanges.newBuilder().setTableId(TABLE).setAfterRevision(after)
                .setRevision(after).setHeadRevision(head);
        for (TableChange change : changes) {
            part.addChanges(change).setRevision(change.getRevision());
        }
        return part.build();
    }

    private static Revocation alice(Trust trust) {
        return Revocation.newBuilder().setClient("alice").setReinstated(trust == Trust.REINSTATED).build();
    }

    private static TableChange change(long revision, Trust trust) {
        return TableChange.newBuilder().setRevision(revision).setRevocation(alice(trust)).build();
    }

    private void begin(TableChanges first) {
        words.begin(first, TABLE, STANDS_AT);
        read(first);
    }

    private void read(TableChanges part) {
        counts = words.read(part, counts);
    }

    private void isRevoked() {
        assertThat(counts).isEqualTo(Map.of(ALICE, Trust.REVOKED));
    }

    private void isReinstated() {
        assertThat(counts).isEqualTo(Map.of(ALICE, Trust.REINSTATED));
    }

    @Test
    @DisplayName("R34 a revocation counts as soon as it is read, a reinstatement once the log is read to its head")
    void reinstatementAtTheHead() {
        begin(part(STANDS_AT, 90, change(6, Trust.REVOKED)));
        isRevoked();
        read(part(6, 90, change(70, Trust.REINSTATED)));
        isRevoked();
        read(part(70, 90));
        isRevoked();
        read(part(70, 70));
        isReinstated();
    }

    @Test
    @DisplayName("R34 an old part of the log reinstates nobody who was revoked later")
    void laterRevocation() {
        counts.put(ALICE, Trust.REVOKED);
        begin(part(STANDS_AT, 90, change(6, Trust.REINSTATED)));
        isRevoked();
        read(part(6, 90, change(90, Trust.REVOKED)));
        isRevoked();
    }

    @Test
    @DisplayName("R34 a log with a gap, of another table or from elsewhere than where the copy stands reinstates nobody, but from its beginning it does")
    void gaps() {
        counts.put(ALICE, Trust.REVOKED);
        begin(part(STANDS_AT, 90, change(6, Trust.REVOKED)));
        read(part(7, 8, change(8, Trust.REINSTATED)));
        isRevoked();
        read(part(8, 9, change(9, Trust.REINSTATED)));
        isRevoked();
        begin(part(STANDS_AT + 1, 8, change(8, Trust.REINSTATED)));
        isRevoked();
        begin(part(STANDS_AT, 8, change(6, Trust.REVOKED)));
        read(part(6, 8, change(8, Trust.REINSTATED)).toBuilder().setTableId("another").build());
        isRevoked();
        words.begin(part(STANDS_AT, 8, change(8, Trust.REINSTATED)), "another", STANDS_AT);
        read(part(STANDS_AT, 8, change(8, Trust.REINSTATED)));
        isRevoked();

        words.begin(part(0, 8, change(8, Trust.REINSTATED)), "another", STANDS_AT);
        read(part(0, 8, change(8, Trust.REINSTATED)));
        isReinstated();
    }

    @Test
    @DisplayName("R34 whom the master could not store as revoked is shut out, whatever the log says, until it names that one no more")
    void unstoredAtTheMaster() {
        begin(part(STANDS_AT, 8, change(8, Trust.REINSTATED)).toBuilder().addUnstored(alice(Trust.REVOKED)).build());
        isRevoked();
        read(part(8, 8));
        isReinstated();
        begin(part(0, 8, change(7, Trust.REVOKED)));
        isRevoked();
        read(part(7, 8, TableChange.newBuilder().setRevision(8).build()));
        isRevoked();
    }
}
