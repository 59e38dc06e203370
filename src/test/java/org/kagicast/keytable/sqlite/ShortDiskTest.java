package org.kagicast.keytable.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.ScriptedRoom;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.KeyRequest;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.Witness;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;

/// A table whose disk runs short.
class ShortDiskTest {

    private static final NodeName ALICE = new NodeName("alice");

    @TempDir
    private Path folder;
    private final ScriptedRoom room = new ScriptedRoom();
    private TableFixture files;

    @BeforeEach
    void make() {
        files = new TableFixture(folder.resolve("data"));
    }

    private KeyTable open() {
        return SqliteKeyTable.open(files.file, files.kek, new RandomKeyIds(files.randomness), TableLimits.DEFAULT, room,
                files.randomness, files.time);
    }

    private static KeyRequest request(long number) {
        return new KeyRequest(TableFixture.CS1, TableFixture.NEWS, CipherSuite.AES_256_GCM, new UUID(5, number));
    }

    @Test
    @DisplayName("R31 On a disk that runs short nothing usual is stored, and all that is urgent is: revocations, and keys that they need")
    void urgentOnly() {
        try (KeyTable table = open()) {
            table.policy().own(TableFixture.NEWS, TableFixture.CS1);
            table.create(request(1));
            room.admitOnly(Need.URGENT);

            assertThatThrownBy(() -> table.create(request(2))).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("95 % full, 3072 KiB are left").hasMessageContaining("make room");
            assertThatThrownBy(() -> table.policy().grant(new Grant(ALICE, TableFixture.NEWS)))
                    .isInstanceOf(OperatorException.class);
            table.revoke(Member.client(ALICE), Witness.urgent());
            assertThat(table.create(request(3), Witness.urgent())).isInstanceOf(Created.class);

            room.admitOnly(Need.USUAL);
            assertThat(table.create(request(2))).isInstanceOf(Created.class);
            assertThat(table.problem()).isEmpty();
        }
        try (KeyTable table = open()) {
            assertThat(table.policy().isRevoked(Member.client(ALICE))).isTrue();
            assertThat(table.describeAll()).hasSize(3);
        }
    }
}
