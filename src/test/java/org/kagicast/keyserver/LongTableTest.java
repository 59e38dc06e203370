package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.rpc.keys.FetchReason;

@DisplayName("A key server with more keys than are shown")
class LongTableTest {

    private static final int KEYS = KeyServerSnapshot.MOST_KEYS + 234;

    private final KeyServerFixture fixture = new KeyServerFixture(TableLimits.DEFAULT);
    private KeyId latest = new KeyId(1);

    @BeforeEach
    void fill() {
        for (int i = 0; i < KEYS; i++) {
            latest = create();
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @DisplayName("R24 counts them all by state, shows the newest, and shows none in a summary")
    void counts() {
        fixture.table.setState(latest, KeyState.ACTIVE);
        KeyServerSnapshot full = fixture.snapshot();
        KeyServerSnapshot summary = fixture.keyServer.summary().join();

        assertThat(full.keys()).hasSize(KeyServerSnapshot.MOST_KEYS);
        assertThat(full.keys().getLast().keyId()).isEqualTo(latest);
        assertThat(full.keysNotShown()).isEqualTo(234);
        assertThat(full.counts()).isEqualTo(Map.of(KeyState.PRE_ACTIVE, KEYS - 1, KeyState.ACTIVE, 1));
        assertThat(summary).isEqualTo(full.showing(java.util.List.of()));
        assertThat(summary.keysInAll()).isEqualTo(KEYS);
    }

    @Test
    @DisplayName("R24 shows at once what has changed in the rows: a key, its state, and who fetched it")
    void rowsChange() {
        assertThat(fixture.snapshot().keys()).isSameAs(fixture.snapshot().keys());
        fixture.table.setState(latest, KeyState.ACTIVE);
        assertThat(fixture.snapshot().keys().getLast().state()).isEqualTo(KeyState.ACTIVE);
        fixture.keyServer.grant(fixture.keyServer.identity(), KeyServerFixture.ALICE,
                new KeyLine(KeyServerFixture.NEWS));
        fixture.fetch(KeyServerFixture.ALICE, latest, FetchReason.ANNOUNCED);
        assertThat(fixture.snapshot().keys().getLast().fetchers()).isEqualTo(1);
        assertThat(fixture.keyServer.summary().join().fetchers()).as("where no rows are asked for")
                .isEqualTo(Map.of(latest, 1));
        KeyId next = create();
        assertThat(fixture.snapshot().keys().getLast().keyId()).isEqualTo(next);
        assertThat(fixture.keyServer.summary().join().keysInAll()).isEqualTo(KEYS + 1);
    }

    private KeyId create() {
        try (KeyRecord made = ((Created) fixture.table.create(new KeyCreationRequest(KeyServerFixture.CS1,
                new KeyLine(KeyServerFixture.NEWS), CipherSuite.AES_256_GCM, UUID.randomUUID()))).key()) {
            return made.description().keyId();
        }
    }
}
