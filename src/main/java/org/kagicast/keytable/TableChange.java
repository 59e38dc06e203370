package org.kagicast.keytable;

import org.kagicast.model.Member;

/// One entry of a table's revision log: the latest form of a key or of a grant, or whether a member is revoked. Whoever
/// applies all entries up to a revision, in order, holds what the table held then or later.
public sealed interface TableChange extends AutoCloseable {

    long revision();

    /// Wipes what is secret in it.
    @Override
    void close();

    /// A key was made, deposited, or changed its state.
    record KeyChange(KeyRecord key) implements TableChange {
        @Override
        public long revision() {
            return key.description().revision();
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /// A grant was given, or taken back.
    record GrantChange(Grant grant, Standing standing, long revision) implements TableChange {
        @Override
        public void close() {
            // Nothing in a grant is secret.
        }
    }

    /// A member was revoked, or reinstated.
    record RevocationChange(Member member, Trust trust, long revision) implements TableChange {
        @Override
        public void close() {
            // Nothing in a revocation is secret.
        }
    }

    /// Whether a grant holds.
    enum Standing {
        GIVEN,
        TAKEN_BACK
    }

    /// Whether a member is shut out. Of one of whom nothing was ever said, it is not.
    enum Trust {
        REVOKED,
        REINSTATED
    }
}
