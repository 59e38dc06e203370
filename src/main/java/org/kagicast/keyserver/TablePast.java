package org.kagicast.keyserver;

import java.time.Duration;
import java.util.Optional;
import org.kagicast.audit.TableMoment;
import org.kagicast.keytable.KeyTable;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that the table was put back to an older state, by those who remember what it had come to: the audit log, in
/// which that is noted now and then, and slaves, whose copies may be ahead. Where the log was put back as well and no slave
/// comes, nothing shows it.
///
/// Its monitor guards it. Safe for use by several threads.
final class TablePast {

    static final Duration NOTED_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(TablePast.class);

    private final Identity self;
    private final KeyTable table;
    private final KeyAudit audit;
    private final Time time;
    private Optional<TableMoment> noted = Optional.empty();
    private long notedNanos;
    private Optional<CodedMessage> problem = Optional.empty();

    TablePast(Identity self, KeyTable table, KeyAudit audit, Time time) {
        this.self = self;
        this.table = table;
        this.audit = audit;
        this.time = time;
    }

    /// The table was opened.
    ///
    /// @param known what the audit log knows of the table that was here
    /// @throws OperatorException if that cannot be audited
    synchronized void begin(Optional<TableMoment> known) {
        TableMoment now = now();
        Optional<TableMoment> latest = table.cameTo().map(revision -> new TableMoment(now.table(), revision))
                .filter(came -> known.filter(before -> before.table().equals(came.table())
                        && before.revision() >= came.revision()).isEmpty())
                .or(() -> known);
        begin(latest, now);
    }

    private void begin(Optional<TableMoment> known, TableMoment now) {
        boolean isSame = known.filter(before -> before.table().equals(now.table())).isPresent();
        if (isSame && known.get().revision() > now.revision()) {
            wasPutBack(KeyServerMessage.TABLE_ROLLED_BACK.with(known.get().revision(), now.revision()));
            audit.rolledBack(Optional.empty(), now, known);
        } else if (!isSame && table.wasPutBack()) {
            audit.restored(now, known);
        } else if (!isSame && known.isPresent()) {
            audit.replaced(known.get(), now);
        }
        audit.opened(now);
        isNoted(now);
    }

    /// A slave has a copy of this table of a history that the table does not have. Told once: one is enough.
    synchronized void foreign(NodeName slave) {
        if (problem.isEmpty()) {
            try {
                wasPutBack(KeyServerMessage.TABLE_BEHIND_SLAVE.with(slave));
            } catch (OperatorException notStored) {
                LOG.error("That the key table was put back cannot be stored", notStored);
            }
            try {
                audit.rolledBack(Optional.of(new Identity(self.trustDomain(), Role.KEY_SLAVE, slave)), now(),
                        Optional.empty());
            } catch (OperatorException notAudited) {
                LOG.error("That the key table was put back cannot be audited", notAudited);
            }
        }
    }

    /// The table remembers it before it is audited: once that stands in the log, or the slave has begun anew, nothing shows
    /// it any more.
    private void wasPutBack(CodedMessage sentence) {
        problem = Optional.of(sentence);
        LOG.error("{}", sentence);
        table.putBack();
    }

    /// To be called now and then.
    synchronized void noteNowAndThen() {
        if (time.nanos() - notedNanos >= NOTED_EVERY.toNanos()) {
            note();
        }
    }

    /// Notes what the table has come to, once it has begun.
    synchronized void note() {
        TableMoment now = now();
        if (noted.isPresent() && !noted.get().equals(now)) {
            audit.reached(now);
            isNoted(now);
        }
    }

    private void isNoted(TableMoment now) {
        noted = Optional.of(now);
        notedNanos = time.nanos();
    }

    private TableMoment now() {
        return new TableMoment(table.tableId(), table.revision());
    }

    /// That the table was put back, and what is to be done, in a sentence or two.
    synchronized Optional<CodedMessage> problem() {
        return problem;
    }
}
