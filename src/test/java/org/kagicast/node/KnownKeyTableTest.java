package org.kagicast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

@DisplayName("What is told of a key table that changes")
class KnownKeyTableTest {

    private final KnownKeyTable teller = new KnownKeyTable();
    private final KnownKeyTable follower = new KnownKeyTable();

    @RepeatedTest(30)
    @DisplayName("R24 makes of any table any other one, across the service, and no more than fits into a message at once")
    void anyTable(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<KeyRow> table = rows(1, random.nextInt(5000));
        for (int round = 0; round < 8; round++) {
            bring(table);
            assertThat(follower.rows()).isEqualTo(table);
            table = changed(table, random);
        }
    }

    @Test
    @DisplayName("R24 a table of the greatest length comes in parts, and is whole with the last")
    void parts() {
        List<KeyTableDelta> told = bring(rows(1, KeyServerSnapshot.MOST_KEYS));
        assertThat(told).hasSize(5).allSatisfy(delta -> assertThat(delta.changed()).hasSize(KeyTableDelta.MOST));
        assertThat(told.subList(0, 4)).allMatch(KeyTableDelta::more);
        assertThat(told.getLast().more()).isFalse();
        assertThat(follower.isWhole()).isTrue();
    }

    @Test
    @DisplayName("R24 a row that changes, one that comes and one that goes are all that is told of a long table")
    void littleIsTold() {
        List<KeyRow> table = new ArrayList<>(rows(1, KeyServerSnapshot.MOST_KEYS));
        bring(table);
        assertThat(teller.next(List.copyOf(table))).isEmpty();
        table.removeFirst();
        table.set(5000, fetched(table.get(5000)));
        table.add(row(20_000, 0));
        assertThat(bring(table)).singleElement().satisfies(delta -> {
            assertThat(delta.gone()).containsExactly(new KeyId(1));
            assertThat(delta.changed()).containsExactly(table.getLast(), table.get(5000));
        });
        assertThat(follower.rows()).isEqualTo(table);
    }

    @Test
    @DisplayName("R24 rows of which more change than fit are told over several messages, with no table told anew")
    void many() {
        bring(rows(1, KeyServerSnapshot.MOST_KEYS));
        List<KeyRow> now = rows(1, KeyServerSnapshot.MOST_KEYS).stream().map(KnownKeyTableTest::fetched).toList();
        assertThat(bring(now)).hasSize(5).noneMatch(KeyTableDelta::isFirst).noneMatch(KeyTableDelta::more);
    }

    @Test
    @DisplayName("R24 another table in the place of the former begins anew")
    void another() {
        bring(rows(1, 100));
        assertThat(bring(rows(1000, 50))).singleElement().matches(KeyTableDelta::isFirst);
        assertThat(bring(List.of())).singleElement().satisfies(delta -> assertThat(delta.changed()).isEmpty());
        assertThat(follower.rows()).isEmpty();
    }

    @Test
    @DisplayName("R24 a change that is missing is noticed, and a table that begins anew mends it")
    void missing() {
        bring(rows(1, 10));
        teller.next(rows(1, 11)).orElseThrow();
        KeyTableDelta later = teller.next(rows(1, 12)).orElseThrow();
        assertThatThrownBy(() -> follower.take(later)).hasMessageContaining("missing");
        assertThatThrownBy(() -> new KnownKeyTable().take(later)).hasMessageContaining("missing");
        follower.take(new KnownKeyTable().next(rows(1, 12)).orElseThrow());
        assertThat(follower.rows()).isEqualTo(rows(1, 12));
    }

    @Test
    @DisplayName("what a node may not tell is refused: too many rows, or the end of a key that was not there")
    void refused() {
        bring(rows(1, KeyServerSnapshot.MOST_KEYS));
        assertThatThrownBy(() -> follower.take(new KeyTableDelta(6, List.of(), List.of(row(30_000, 0)), false)))
                .hasMessageContaining("at most 10000");
        KnownKeyTable small = new KnownKeyTable();
        small.take(new KeyTableDelta(1, List.of(), rows(1, 2), false));
        assertThatThrownBy(() -> small.take(new KeyTableDelta(2, List.of(new KeyId(3)), List.of(), false)))
                .hasMessageContaining("was not in the key table");
        assertThatThrownBy(() -> new KeyTableDelta(1, List.of(), rows(1, KeyTableDelta.MOST + 1), false))
                .hasMessageContaining("at most");
    }

    private List<KeyTableDelta> bring(List<KeyRow> table) {
        List<KeyTableDelta> told = new ArrayList<>();
        NodeName name = new NodeName("ks");
        for (Optional<KeyTableDelta> next = teller.next(table); next.isPresent(); next = teller.next(table)) {
            KeyTableDelta read = SnapshotReader.VERBATIM.read(SnapshotWriter.write(name, next.get()));
            assertThat(read).isEqualTo(next.get());
            follower.take(read);
            told.add(read);
            assertThat(told).hasSizeLessThan(30);
        }
        return told;
    }

    private static List<KeyRow> changed(List<KeyRow> table, Random random) {
        List<KeyRow> next = new ArrayList<>(table);
        next.removeIf(row -> random.nextInt(20) == 0);
        next.replaceAll(row -> random.nextInt(10) == 0 ? fetched(row) : row);
        next.addAll(rows(100_000 + random.nextInt(1000) * 10_000L, random.nextInt(500)));
        switch (random.nextInt(4)) {
            case 0 -> Collections.shuffle(next, random);
            case 1 -> next.subList(0, random.nextInt(next.size() + 1)).clear();
            default -> {
                // As key tables change: in their order.
            }
        }
        List<KeyRow> distinct = new ArrayList<>();
        var seen = new java.util.HashSet<KeyId>();
        next.stream().filter(row -> seen.add(row.keyId())).forEach(distinct::add);
        return distinct;
    }

    private static List<KeyRow> rows(long first, int many) {
        return LongStream.range(first, first + many).mapToObj(id -> row(id, 0)).toList();
    }

    private static KeyRow fetched(KeyRow row) {
        return row(row.keyId().value(), row.fetchers() + 1);
    }

    static KeyRow row(long keyId, int fetchers) {
        return new KeyRow(new KeyId(keyId), new StreamName("news"), KeyLabel.NONE, keyId, new NodeName("cs"),
                CipherSuite.AES_256_GCM, KeyState.ACTIVE, Instant.ofEpochMilli(1_000_000 + keyId),
                Optional.of(Instant.ofEpochMilli(2_000_000 + keyId)), Optional.empty(), "00112233", fetchers);
    }
}
