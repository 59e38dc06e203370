package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.BOB;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.SPORT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.files.DiskRoom.Need;
import org.kagicast.files.ScriptedRoom;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.RandomKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.kek.KekFile;
import org.kagicast.keytable.sqlite.SqliteKeyTable;
import org.kagicast.model.Caution;
import org.kagicast.model.EventSink;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.time.ManualTime;

/// What operators order on a disk that runs short.
class UrgentOrdersTest {

    private static final Identity SERVER = Identity.parse("spiffe://lab/key-server/ks-1");
    private static final Identity OLGA = Identity.parse("spiffe://lab/operator/olga");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("R31 on a disk that runs short orders that take something from somebody are carried out, and those that give are refused with the cure")
    void urgentOrders() throws Exception {
        ScriptedRoom room = new ScriptedRoom();
        ManualTime time = new ManualTime();
        SecureRandom randomness = new SecureRandom();
        Path data = Files.createDirectory(folder.resolve("data"));
        KeyTable table = SqliteKeyTable.open(data.resolve("keys.db"), KekFile.create(data.resolve("kek"), randomness),
                new RandomKeyIds(randomness), TableLimits.DEFAULT, room, randomness, time);
        try (KeyServer server = new KeyServer(SERVER, table, time, EventSink.NONE)) {
            server.own(NEWS, CS1);
            server.grant(ALICE, NEWS);
            server.grant(BOB, NEWS);
            server.revoke(BOB);
            room.admitOnly(Need.URGENT);

            List<Runnable> giving = List.of(() -> server.grant(ALICE, SPORT), () -> server.own(SPORT, CS2),
                    () -> server.reinstate(OLGA, Member.client(BOB)));
            giving.forEach(order -> assertThatThrownBy(order::run).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("make room"));
            server.ungrant(OLGA, ALICE, new KeyLine(NEWS));
            assertThat(server.revoke(OLGA, Member.client(ALICE), Caution.INSIST).unstored()).isEmpty();
            assertThat(server.takeOver(OLGA, NEWS, CS2)).contains(CS1);
            assertThat(server.release(OLGA, NEWS)).isEqualTo(CS2);

            assertThat(table.policy().grants()).extracting(grant -> grant.client()).containsExactly(BOB);
            assertThat(table.policy().revoked()).containsExactlyInAnyOrder(Member.client(ALICE), Member.client(BOB));
            assertThat(table.policy().owners()).isEmpty();
        }
    }
}
