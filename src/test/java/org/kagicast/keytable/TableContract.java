package org.kagicast.keytable;

import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

/// What the contracts of a key table and of its policy start from: a new, empty table of the kind under test.
public abstract class TableContract {

    protected static final NodeName ALICE = new NodeName("alice");
    protected static final NodeName BOB = new NodeName("bob");
    protected static final StreamName NEWS = new StreamName("news");
    protected static final StreamName SPORT = new StreamName("sport");

    protected final ManualTime time = new ManualTime();
    protected final SecureRandom randomness = new SecureRandom();
    protected KeyTable table;

    /// A new, empty table that counts its key IDs.
    protected abstract KeyTable table(TableLimits limits);

    @BeforeEach
    void open() {
        table = owned(table(TableLimits.DEFAULT));
    }

    /// A table in which the stream "news" belongs to cs-1 and "sport" to cs-2.
    protected static KeyTable owned(KeyTable table) {
        table.policy().own(NEWS, new NodeName("cs-1"));
        table.policy().own(SPORT, new NodeName("cs-2"));
        return table;
    }

    @AfterEach
    void close() {
        table.close();
    }
}
