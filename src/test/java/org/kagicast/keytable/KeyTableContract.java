package org.kagicast.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.keytable.CreateOutcome.Created;
import org.kagicast.keytable.CreateOutcome.Repeated;
import org.kagicast.keytable.DepositOutcome.Deposited;
import org.kagicast.keytable.DepositOutcome.IdTaken;
import org.kagicast.keytable.StateOutcome.Done;
import org.kagicast.keytable.StateOutcome.NoSuchKey;
import org.kagicast.keytable.StateOutcome.NotPossible;
import org.kagicast.keytable.TableChange.GrantChange;
import org.kagicast.keytable.TableChange.KeyChange;
import org.kagicast.keytable.TableChange.Standing;
import org.kagicast.keytable.TableRefusal.NumberTooFar;
import org.kagicast.keytable.TableRefusal.RequestSpent;
import org.kagicast.keytable.TableRefusal.StreamTaken;
import org.kagicast.keytable.TableRefusal.StreamUnowned;
import org.kagicast.keytable.TableRefusal.TableFull;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.SigningKey;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;

/// What every key table does, whatever stands behind it. Key IDs are counted, so that the tests can name them.
public abstract class KeyTableContract extends TableContract {

    protected static final NodeName CS1 = new NodeName("cs-1");
    protected static final NodeName CS2 = new NodeName("cs-2");

    protected static KeyCreationRequest request(NodeName owner, StreamName stream, long number) {
        return new KeyCreationRequest(owner, stream, CipherSuite.AES_256_GCM, new UUID(0, number));
    }

    protected KeyRecord create(long number) {
        return created(table.create(request(CS1, NEWS, number)));
    }

    protected static KeyRecord created(CreateOutcome outcome) {
        assertThat(outcome).isInstanceOf(Created.class);
        return ((Created) outcome).key();
    }

    protected static KeyDeposit deposit(NodeName owner, StreamName stream, long keyId, String key) {
        return new KeyDeposit(owner, stream, CipherSuite.AES_128_GCM, new KeyId(keyId),
                BaseKey.copyOf(key.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    @DisplayName("R3 a created key has an ID of its own, fits its suite, and is stored with both its keys")
    void createdKeyIsStored() {
        KeyRecord first = create(1);
        KeyRecord second = create(2);

        assertThat(first.description().keyId()).isEqualTo(new KeyId(1));
        assertThat(second.description().keyId()).isEqualTo(new KeyId(2));
        assertThat(first.encryptionKey().orElseThrow().copyBytes()).hasSize(32)
                .isNotEqualTo(second.encryptionKey().orElseThrow().copyBytes());
        KeyRecord found = table.find(new KeyId(1)).orElseThrow();
        assertThat(found).isEqualTo(first);
        assertThat(found.encryptionKey()).isEqualTo(found.decryptionKey());
        assertThat(found.description().state()).isEqualTo(KeyState.PRE_ACTIVE);
        assertThat(found.description().fingerprint()).isEqualTo(found.decryptionKey().orElseThrow().fingerprint());
    }

    @Test
    @DisplayName("A retry with the same idempotency ID gets the same record")
    void retryGetsTheSameRecord() {
        KeyRecord first = create(1);

        CreateOutcome again = table.create(request(CS1, NEWS, 1));

        assertThat(again).isEqualTo(new Repeated(first));
        assertThat(table.describeAll()).hasSize(1);
    }

    @Test
    @DisplayName("Many retries at once make one key")
    void concurrentRetriesMakeOneKey() throws Exception {
        List<Callable<KeyId>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long request = i % 10;
            calls.add(() -> switch (table.create(request(CS1, NEWS, request))) {
                case Created made -> made.key().description().keyId();
                case Repeated same -> same.key().description().keyId();
                case TableRefusal refusal -> throw new AssertionError(refusal.sentence().text());
            });
        }
        List<KeyId> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<KeyId> call : threads.invokeAll(calls)) {
                ids.add(call.get());
            }
        }

        assertThat(table.describeAll()).hasSize(10);
        for (int i = 0; i < 200; i++) {
            assertThat(ids.get(i)).isEqualTo(ids.get(i % 10));
        }
    }

    @Test
    @DisplayName("An idempotency ID that asked for something else, or whose key is destroyed, is spent")
    void spentRequestIsRefused() {
        KeyRecord key = create(1);

        assertThat(table.create(request(CS1, SPORT, 1))).isInstanceOf(RequestSpent.class);
        table.setState(key.description().keyId(), KeyState.DESTROYED);
        assertThat(table.create(request(CS1, NEWS, 1))).isInstanceOf(RequestSpent.class);
        assertThat(table.create(request(CS2, SPORT, 1))).isInstanceOf(Created.class);
    }

    @Test
    @DisplayName("Only the owner of a stream has keys of it made: not who comes first, and nobody where nobody owns it")
    void onlyTheOwnerCreates() {
        StreamName future = new StreamName("future");

        assertThat(table.create(request(CS2, NEWS, 2))).isEqualTo(new StreamTaken(NEWS, CS1));
        assertThat(table.deposit(deposit(CS2, NEWS, 99, "sixteen byte key"))).isEqualTo(new StreamTaken(NEWS, CS1));
        assertThat(table.create(request(CS2, future, 2))).isEqualTo(new StreamUnowned(future, CS2));
        assertThat(table.deposit(deposit(CS2, future, 99, "sixteen byte key")))
                .isEqualTo(new StreamUnowned(future, CS2));

        assertThat(table.describeAll()).isEmpty();
        assertThat(table.ownerOf(NEWS)).contains(CS1);
        assertThat(table.ownerOf(future)).isEmpty();
        assertThat(table.policy().owners()).isEqualTo(Map.of(NEWS, CS1, SPORT, CS2));
    }

    @Test
    @DisplayName("A stream that is taken over goes on with the keys that it has and those of its new owner, and its former owner has none made any more")
    void takeOver() {
        KeyRecord former = create(1);

        assertThat(table.policy().takeOver(NEWS, CS2)).contains(CS1);

        assertThat(table.ownerOf(NEWS)).contains(CS2);
        assertThat(table.create(request(CS1, NEWS, 2))).isEqualTo(new StreamTaken(NEWS, CS2));
        KeyRecord next = created(table.create(request(CS2, NEWS, 2)));
        assertThat(table.describeAll()).extracting(KeyDescription::keyId)
                .containsExactly(former.description().keyId(), next.description().keyId());
        assertThat(table.find(former.description().keyId())).contains(former);
        assertThat(table.setState(former.description().keyId(), KeyState.ACTIVE)).isInstanceOf(Done.class);
        assertThat(table.policy().takeOver(NEWS, CS2)).as("again").contains(CS2);
        assertThat(table.policy().takeOver(new StreamName("future"), CS2)).as("of nobody").isEmpty();
    }

    @Test
    @DisplayName("A stream that is released belongs to nobody until it is given to somebody, and nobody is given one of another's")
    void release() {
        create(1);

        assertThat(table.policy().release(NEWS)).contains(CS1);

        assertThat(table.policy().release(NEWS)).isEmpty();
        assertThat(table.create(request(CS1, NEWS, 2))).isEqualTo(new StreamUnowned(NEWS, CS1));
        table.policy().own(NEWS, CS2);
        assertThatThrownBy(() -> table.policy().own(NEWS, CS1)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("belongs to the content server cs-2").hasMessageContaining("take-over");
        table.policy().own(NEWS, CS2);
        assertThat(table.create(request(CS2, NEWS, 3))).isInstanceOf(Created.class);
    }

    @Test
    @DisplayName("A full table refuses further keys, and still answers retries")
    void fullTableRefuses() {
        try (KeyTable small = owned(table(new TableLimits(2, 10, 10)))) {
            KeyRecord first = created(small.create(request(CS1, NEWS, 1)));
            small.create(request(CS1, NEWS, 2));
            small.setState(first.description().keyId(), KeyState.DESTROYED);

            assertThat(small.create(request(CS1, NEWS, 3))).isEqualTo(new TableFull(2));
            assertThat(small.deposit(deposit(CS1, NEWS, 99, "sixteen byte key"))).isEqualTo(new TableFull(2));
            assertThat(small.create(request(CS1, NEWS, 2))).isInstanceOf(Repeated.class);
        }
    }

    @Test
    @DisplayName("A content server has only so many streams")
    void tooManyStreamsAreRefused() {
        try (KeyTable small = table(new TableLimits(10, 1, 10))) {
            small.policy().own(NEWS, CS1);
            small.policy().own(SPORT, CS2);

            assertThatThrownBy(() -> small.policy().own(new StreamName("third"), CS1))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("cs-1 has 1 streams");
            assertThatThrownBy(() -> small.policy().takeOver(SPORT, CS1)).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("cs-1 has 1 streams");
            small.policy().own(NEWS, CS1);
            assertThat(small.ownerOf(SPORT)).contains(CS2);
            small.policy().release(NEWS);
            assertThat(small.policy().takeOver(SPORT, CS1)).contains(CS2);
        }
    }

    @Test
    @DisplayName("A key passes through its states, each with its time, and never back")
    void statesHaveTimes() {
        Instant start = time.now();
        KeyId keyId = create(1).description().keyId();
        time.turn(Duration.ofSeconds(5));
        table.setState(keyId, KeyState.ACTIVE);
        time.turn(Duration.ofSeconds(60));

        StateOutcome outcome = table.setState(keyId, KeyState.DEACTIVATED);

        KeyDescription key = ((Done) outcome).key();
        assertThat(key.created()).isEqualTo(start);
        assertThat(key.activated()).contains(start.plusSeconds(5));
        assertThat(key.deactivated()).contains(start.plusSeconds(65));
        assertThat(table.setState(keyId, KeyState.ACTIVE)).isEqualTo(new NotPossible(KeyState.DEACTIVATED));
        assertThat(table.setState(keyId, KeyState.DEACTIVATED)).isEqualTo(new Done(key));
        assertThat(table.setState(new KeyId(77), KeyState.ACTIVE)).isEqualTo(new NoSuchKey());
    }

    @Test
    @DisplayName("A destroyed key is wiped, and its ID is never given out again")
    void destroyedKeyIsGoneAndItsIdRemembered() {
        KeyId keyId = create(1).description().keyId();

        table.setState(keyId, KeyState.DESTROYED);

        KeyRecord found = table.find(keyId).orElseThrow();
        assertThat(found.encryptionKey()).isEmpty();
        assertThat(found.decryptionKey()).isEmpty();
        assertThat(found.description().fingerprint()).isEmpty();
        assertThat(table.deposit(deposit(CS1, NEWS, keyId.value(), "sixteen byte key"))).isEqualTo(new IdTaken());
        assertThat(create(2).description().keyId()).isNotEqualTo(keyId);
    }

    @Test
    @DisplayName("A sweep destroys the keys whose time is over, each kind after its own, and no key that seals")
    void sweepDestroysWhatIsOver() {
        Retention retention = new Retention(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(30),
                Duration.ofDays(99));
        List<KeyState> states = List.of(KeyState.PRE_ACTIVE, KeyState.ACTIVE, KeyState.DEACTIVATED,
                KeyState.COMPROMISED, KeyState.DESTROYED);
        for (int i = 0; i < states.size(); i++) {
            create(i + 1);
            table.setState(new KeyId(i + 1), states.get(i));
        }

        time.turn(Duration.ofDays(1).minusNanos(1));
        assertThat(table.sweep(retention)).isEmpty();
        time.turn(Duration.ofNanos(1));
        assertThat(table.sweep(retention)).extracting(KeyDescription::keyId).containsExactly(new KeyId(4));
        time.turn(Duration.ofDays(6));
        assertThat(table.sweep(retention)).extracting(KeyDescription::keyId).containsExactly(new KeyId(3));
        time.turn(Duration.ofDays(23));
        assertThat(table.sweep(retention)).extracting(KeyDescription::keyId).containsExactly(new KeyId(1));

        assertThat(table.describeAll()).filteredOn(key -> key.state() == KeyState.DESTROYED).hasSize(4);
        assertThat(table.find(new KeyId(3)).orElseThrow().decryptionKey()).isEmpty();
        assertThat(table.find(new KeyId(2)).orElseThrow().decryptionKey()).isPresent();
        assertThat(table.changesAfter(0, 100)).extracting(TableChange::revision).endsWith(table.revision());
    }

    @Test
    @DisplayName("A destroyed key is forgotten in time, but for its ID: the table does not grow with the years, and no ID comes twice")
    void destroyedKeysAreForgotten() {
        Retention retention = new Retention(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(7),
                Duration.ofDays(8));
        try (KeyTable small = owned(table(new TableLimits(2, 10, 10)))) {
            created(small.create(request(CS1, NEWS, 1)));
            created(small.create(request(CS1, NEWS, 2)));
            small.setState(new KeyId(1), KeyState.ACTIVE);
            small.setState(new KeyId(1), KeyState.DEACTIVATED);
            small.setState(new KeyId(2), KeyState.ACTIVE);
            time.turn(Duration.ofDays(7));
            small.sweep(retention);
            assertThat(small.create(request(CS1, NEWS, 3))).isEqualTo(new TableFull(2));
            assertThat(small.forgottenUpTo()).isZero();
            long destroyedAt = small.revision();

            time.turn(Duration.ofDays(1));
            assertThat(small.sweep(retention)).as("nothing more is destroyed").isEmpty();

            assertThat(small.forgottenUpTo()).isEqualTo(destroyedAt);
            assertThat(small.revision()).as("forgetting is no news").isEqualTo(destroyedAt);
            assertThat(small.describe(new KeyId(1))).isEmpty();
            assertThat(small.find(new KeyId(1))).isEmpty();
            assertThat(small.describeAll()).extracting(KeyDescription::keyId).containsExactly(new KeyId(2));
            assertThat(small.changesAfter(0, 10)).extracting(TableChange::revision).doesNotContain(destroyedAt);
            assertThat(small.setState(new KeyId(1), KeyState.ACTIVE)).isEqualTo(new NoSuchKey());
            assertThat(small.deposit(deposit(CS1, NEWS, 1, "sixteen byte key"))).isEqualTo(new IdTaken());
            assertThat(small.ownerOf(NEWS)).contains(CS1);
            assertThat(created(small.create(request(CS1, NEWS, 3))).description().keyId().value()).isGreaterThan(2);
        }
    }

    @Test
    @DisplayName("R31 a clock that is days ahead for a moment destroys and forgets no key, and one put back keeps none longer")
    void agesAreNotTakenFromTheWallClock() {
        Retention retention = new Retention(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(7),
                Duration.ofDays(8));
        List<KeyState> states = List.of(KeyState.PRE_ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED,
                KeyState.DESTROYED);
        for (int i = 0; i < states.size(); i++) {
            create(i + 1);
            table.setState(new KeyId(i + 1), states.get(i));
        }
        List<KeyDescription> before = table.describeAll();

        time.stepWallClock(Duration.ofDays(400));
        time.turn(Duration.ofMinutes(1));
        assertThat(table.sweep(retention)).isEmpty();
        assertThat(table.describeAll()).isEqualTo(before);
        time.stepWallClock(Duration.ofDays(-800));
        time.turn(Duration.ofDays(7));

        assertThat(table.sweep(retention)).extracting(key -> key.keyId().value()).containsExactly(1L, 2L, 3L);
        time.turn(Duration.ofDays(1));
        table.sweep(retention);
        assertThat(table.describeAll()).extracting(key -> key.keyId().value()).as("not yet forgotten").containsExactly(
                1L);
    }

    private long number(CreateOutcome outcome) {
        return created(outcome).description().number();
    }

    private static KeyCreationRequest after(KeyLine line, long number, long after) {
        return new KeyCreationRequest(CS1, line, CipherSuite.AES_256_GCM, new UUID(0, number), after);
    }

    @Test
    @DisplayName("R31 the keys of each line are numbered from 1 on, made and deposited ones alike, and a retry gets the same number")
    void keysOfALineAreNumbered() {
        KeyLine premium = KeyLine.parse("news:premium");

        assertThat(number(table.create(request(CS1, NEWS, 1)))).isEqualTo(1);
        assertThat(number(table.create(request(CS2, SPORT, 2)))).isEqualTo(1);
        assertThat(number(table.create(after(premium, 3, 0)))).isEqualTo(1);
        assertThat(number(table.create(request(CS1, NEWS, 4)))).isEqualTo(2);
        KeyDeposit deposit = deposit(CS1, NEWS, 1L << 50, "sixteen byte key");
        assertThat(table.deposit(deposit)).isInstanceOfSatisfying(Deposited.class,
                stored -> assertThat(stored.key().number()).isEqualTo(3));

        assertThat(table.create(request(CS1, NEWS, 4))).isInstanceOfSatisfying(Repeated.class,
                same -> assertThat(same.key().description().number()).isEqualTo(2));
        assertThat(table.deposit(deposit)).isInstanceOfSatisfying(Deposited.class,
                stored -> assertThat(stored.key().number()).isEqualTo(3));
        assertThat(number(table.create(request(CS1, NEWS, 5)))).isEqualTo(4);
        table.setState(new KeyId(1), KeyState.ACTIVE);
        assertThat(table.describe(new KeyId(1)).orElseThrow().number()).isEqualTo(1);
    }

    @Test
    @DisplayName("R31 numbers go on rising when every record of the line is destroyed and forgotten")
    void numbersOutliveRecords() {
        Retention retention = new Retention(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(7),
                Duration.ofDays(8));
        create(1);
        create(2);
        time.turn(Duration.ofDays(7));
        table.sweep(retention);
        time.turn(Duration.ofDays(8));
        table.sweep(retention);
        assertThat(table.describeAll()).isEmpty();

        assertThat(create(3).description().number()).isEqualTo(3);
    }

    @Test
    @DisplayName("R31 a key gets a number above the highest that its content server knows, as after the table was put back to an older state")
    void numbersFollowTheContentServer() {
        KeyLine news = new KeyLine(NEWS);
        create(1);

        assertThat(number(table.create(after(news, 2, 40)))).isEqualTo(41);
        assertThat(number(table.create(after(news, 3, 7)))).as("it may know less").isEqualTo(42);
        assertThat(table.create(after(news, 2, 1000))).as("a retry that knows more by now")
                .isInstanceOfSatisfying(Repeated.class,
                        same -> assertThat(same.key().description().number()).isEqualTo(41));
        KeyDeposit deposit = new KeyDeposit(CS1, news, CipherSuite.AES_128_GCM, new KeyId(1L << 50),
                BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII)), 50);
        assertThat(table.deposit(deposit)).isInstanceOfSatisfying(Deposited.class,
                stored -> assertThat(stored.key().number()).isEqualTo(51));
    }

    @Test
    @DisplayName("A number that no key can have is refused, and moves nothing")
    void numbersAreBounded() {
        KeyLine news = new KeyLine(NEWS);
        create(1);

        for (long far : List.of(-1L, 2 + LineNumbers.FARTHEST, LineNumbers.LIMIT - 1, LineNumbers.LIMIT,
                Long.MAX_VALUE, Long.MIN_VALUE)) {
            assertThat(table.create(after(news, 2, far))).isEqualTo(new NumberTooFar(news, far, 1));
        }
        assertThat(new NumberTooFar(news, -1, 1).sentence().text()).contains("18446744073709551615", "news", "restart");

        assertThat(number(table.create(after(news, 3, 1 + LineNumbers.FARTHEST))))
                .isEqualTo(2 + LineNumbers.FARTHEST);
    }

    @Test
    @DisplayName("The log gives its changes in pieces, none twice and none left out")
    void logComesInPieces() {
        for (int i = 1; i <= 10; i++) {
            create(i);
            table.policy().grant(new Grant(new NodeName("client-" + i), NEWS));
        }
        table.policy().ungrant(new Grant(new NodeName("client-3"), NEWS));
        table.setState(new KeyId(5), KeyState.ACTIVE);

        List<Long> revisions = new ArrayList<>();
        for (List<TableChange> piece = table.changesAfter(0, 3); !piece.isEmpty(); piece = table
                .changesAfter(revisions.getLast(), 3)) {
            piece.forEach(change -> revisions.add(change.revision()));
        }

        assertThat(revisions).hasSize(20).isSorted().doesNotHaveDuplicates().endsWith(21L, 22L);
    }

    @Test
    @DisplayName("Whoever wipes a record handed out wipes nothing in the table")
    void recordsAreCopies() {
        KeyRecord key = create(1);
        key.close();

        assertThat(table.find(new KeyId(1)).orElseThrow().decryptionKey().orElseThrow().copyBytes())
                .isNotEqualTo(new byte[32]);
    }

    @Test
    @DisplayName("R28 a deposit is stored without an encryption key, and its retry changes nothing")
    void depositIsStored() {
        KeyDeposit deposit = deposit(CS1, NEWS, 1L << 50, "sixteen byte key");

        assertThat(table.deposit(deposit)).isInstanceOf(Deposited.class);
        assertThat(table.deposit(deposit)).isInstanceOf(Deposited.class);

        KeyRecord found = table.find(deposit.keyId()).orElseThrow();
        assertThat(found.encryptionKey()).isEmpty();
        assertThat(found.decryptionKey()).contains(deposit.decryptionKey());
        assertThat(table.revision()).isEqualTo(1);
    }

    @Test
    @DisplayName("R29 a key of a suite that signs names two: what its owner has signs, what clients have verifies; a retry gets the same, and once the key is in use nobody is given what signs")
    void signingKey() {
        KeyCreationRequest request = new KeyCreationRequest(CS1, NEWS, CipherSuite.AES_256_GCM_ED25519, new UUID(0, 1));
        KeyRecord made = created(table.create(request));
        byte[] signature = made.signingKey().orElseThrow().sign(new byte[]{1, 2, 3});

        assertThat(table.create(request)).isEqualTo(new Repeated(made));
        KeyId keyId = made.description().keyId();
        assertThat(table.find(keyId).orElseThrow()).isEqualTo(made);
        table.setState(keyId, KeyState.ACTIVE);
        KeyRecord inUse = table.find(keyId).orElseThrow();
        assertThat(inUse.signingKey()).isEmpty();
        assertThat(inUse.verificationKey().orElseThrow().verifies(new byte[]{1, 2, 3}, signature)).isTrue();
        assertThat(inUse.encryptionKey()).isEqualTo(inUse.decryptionKey()).isEqualTo(made.decryptionKey());
        assertThat(table.create(request)).isEqualTo(new RequestSpent());
        table.setState(keyId, KeyState.DEACTIVATED);
        table.setState(keyId, KeyState.DESTROYED);
        assertThat(table.find(keyId)).hasValueSatisfying(gone -> {
            assertThat(gone.verificationKey()).isEmpty();
            assertThat(gone.decryptionKey()).isEmpty();
        });
    }

    @Test
    @DisplayName("R28 R29 a deposit of a suite that signs leaves nothing here by which anybody could sign, and counts with its verification key")
    void signingDeposit() {
        VerificationKey verifies = SigningKey.random(randomness).verificationKey();
        KeyDeposit deposit = signing(verifies);

        assertThat(table.deposit(deposit)).isInstanceOf(Deposited.class);
        assertThat(table.deposit(signing(verifies))).isInstanceOf(Deposited.class);
        assertThat(table.deposit(signing(SigningKey.random(randomness).verificationKey()))).isEqualTo(new IdTaken());
        assertThat(table.find(deposit.keyId())).hasValueSatisfying(found -> {
            assertThat(found.signingKey()).isEmpty();
            assertThat(found.encryptionKey()).isEmpty();
            assertThat(found.verificationKey()).contains(verifies);
        });
    }

    private static KeyDeposit signing(VerificationKey verifies) {
        return new KeyDeposit(CS1, new KeyLine(NEWS), CipherSuite.AES_128_GCM_ED25519, new KeyId(1L << 50),
                BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII)), 0, Optional.of(verifies));
    }

    @Test
    @DisplayName("R28 a deposit under an ID that is taken is told so")
    void takenIdIsTold() {
        KeyId made = create(1).description().keyId();
        table.deposit(deposit(CS1, NEWS, 50, "sixteen byte key"));

        assertThat(table.deposit(deposit(CS1, NEWS, made.value(), "sixteen byte key"))).isEqualTo(new IdTaken());
        assertThat(table.deposit(deposit(CS1, NEWS, 50, "another 16 bytes"))).isEqualTo(new IdTaken());
        assertThat(table.deposit(deposit(CS2, SPORT, 50, "sixteen byte key"))).isEqualTo(new IdTaken());
    }

    @Test
    @DisplayName("Keys and grants share one log, each item at its latest revision")
    void keysAndGrantsShareOneLog() {
        Grant grant = new Grant(ALICE, NEWS);
        table.policy().grant(grant);
        KeyId first = create(1).description().keyId();
        KeyId second = create(2).description().keyId();
        table.setState(first, KeyState.ACTIVE);

        List<TableChange> all = table.changesAfter(0, 100);

        assertThat(all).extracting(TableChange::revision).containsExactly(1L, 3L, 4L);
        assertThat(all.get(0)).isEqualTo(new GrantChange(grant, Standing.GIVEN, 1));
        assertThat(((KeyChange) all.get(1)).key().description().keyId()).isEqualTo(second);
        assertThat(((KeyChange) all.get(2)).key().description().state()).isEqualTo(KeyState.ACTIVE);
        assertThat(table.changesAfter(3, 100)).hasSize(1);
        assertThat(table.changesAfter(0, 2)).hasSize(2);
        assertThat(table.changesAfter(4, 100)).isEmpty();
        assertThat(table.revision()).isEqualTo(4);
    }

    @Test
    @DisplayName("A grant taken back stands in the log, so that copies of the table hear of it")
    void grantTakenBackIsLogged() {
        Grant grant = new Grant(ALICE, NEWS);
        table.policy().grant(grant);
        table.policy().grant(grant);
        table.policy().ungrant(grant);
        table.policy().ungrant(grant);

        assertThat(table.changesAfter(0, 100)).containsExactly(new GrantChange(grant, Standing.TAKEN_BACK, 2));
    }

    @Test
    @DisplayName("Nobody may have keys unless granted, and changes take effect at once")
    void policyTakesEffectAtOnce() {
        Policy policy = table.policy();

        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        policy.grant(new Grant(ALICE, NEWS));
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).isEmpty();
        assertThat(policy.refusal(ALICE, new KeyLine(SPORT))).contains(RefusalReason.NOT_GRANTED);
        assertThat(policy.grants()).containsExactly(new Grant(ALICE, NEWS));
        policy.ungrant(new Grant(ALICE, NEWS));
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        assertThat(policy.grants()).isEmpty();
    }

    @Test
    @DisplayName("R6 a stream has keys of several labels, and a grant of one label is for its keys alone")
    void grantsPerLabel() {
        Policy policy = table.policy();
        KeyLine basic = KeyLine.parse("news:basic");
        KeyLine premium = KeyLine.parse("news:premium");
        policy.grant(new Grant(ALICE, basic));
        policy.grant(new Grant(BOB, NEWS));

        assertThat(policy.refusal(ALICE, basic)).isEmpty();
        assertThat(policy.refusal(ALICE, premium)).contains(RefusalReason.NOT_GRANTED);
        assertThat(policy.refusal(ALICE, new KeyLine(NEWS))).contains(RefusalReason.NOT_GRANTED);
        assertThat(policy.refusal(ALICE, KeyLine.parse("sport:basic"))).contains(RefusalReason.NOT_GRANTED);
        assertThat(List.of(basic, premium, new KeyLine(NEWS))).as("without a label: of all")
                .allSatisfy(line -> assertThat(policy.refusal(BOB, line)).isEmpty());
        policy.grant(new Grant(ALICE, premium));
        policy.ungrant(new Grant(ALICE, basic));
        assertThat(policy.refusal(ALICE, basic)).contains(RefusalReason.NOT_GRANTED);
        assertThat(policy.refusal(ALICE, premium)).isEmpty();
        assertThat(policy.grants()).containsExactlyInAnyOrder(new Grant(BOB, NEWS), new Grant(ALICE, premium));
        assertThat(table.changesAfter(0, 10)).contains(new GrantChange(new Grant(ALICE, basic), Standing.TAKEN_BACK, 4),
                new GrantChange(new Grant(ALICE, premium), Standing.GIVEN, 3));
    }

    @Test
    @DisplayName("R6 a key keeps the label that it was asked for or deposited with, and no retry gets another")
    void keysHaveLabels() {
        KeyLine premium = KeyLine.parse("news:premium");
        KeyCreationRequest request = new KeyCreationRequest(CS1, premium, CipherSuite.AES_256_GCM, new UUID(0, 1));
        KeyDescription created = created(table.create(request)).description();
        KeyDeposit deposit = new KeyDeposit(CS1, premium, CipherSuite.AES_128_GCM, new KeyId(77),
                BaseKey.copyOf("sixteen byte key".getBytes(StandardCharsets.US_ASCII)));

        assertThat(created.line()).isEqualTo(premium);
        assertThat(table.deposit(deposit)).isInstanceOf(Deposited.class);
        assertThat(table.describeAll()).extracting(KeyDescription::line).containsExactly(premium, premium);
        assertThat(table.setState(created.keyId(), KeyState.ACTIVE)).isInstanceOf(StateOutcome.Done.class);
        assertThat(table.describe(created.keyId()).orElseThrow().line()).isEqualTo(premium);
        assertThat(table.create(request(CS1, NEWS, 1))).isInstanceOf(TableRefusal.RequestSpent.class);
        assertThat(table.deposit(deposit(CS1, NEWS, 77, "sixteen byte key"))).isInstanceOf(IdTaken.class);
        assertThat(table.create(new KeyCreationRequest(CS2, KeyLine.parse("news:basic"), CipherSuite.AES_256_GCM,
                new UUID(0, 9)))).as("all labels of a stream have one owner")
                .isInstanceOf(TableRefusal.StreamTaken.class);
    }

    @Test
    @DisplayName("A full policy says so, and still takes back and gives again")
    void fullPolicyRefuses() {
        try (KeyTable small = owned(table(new TableLimits(10, 10, 1)))) {
            Grant grant = new Grant(ALICE, NEWS);
            small.policy().grant(grant);

            assertThatThrownBy(() -> small.policy().grant(new Grant(ALICE, SPORT)))
                    .isInstanceOf(OperatorException.class).hasMessageContaining("full with 1 grants");
            small.policy().ungrant(grant);
            small.policy().grant(grant);
            assertThat(small.policy().grants()).containsExactly(grant);
        }
    }

    @Test
    @DisplayName("A closed table gives no keys and takes none; closing twice is harmless")
    void closedTableGivesNothing() {
        KeyId keyId = create(1).description().keyId();
        table.close();
        table.close();

        assertThat(table.find(keyId)).isEmpty();
        assertThat(table.changesAfter(0, 10)).isEmpty();
        assertThatThrownBy(() -> create(2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("Each table has an identity of its own")
    void tablesHaveIdentities() {
        try (KeyTable other = table(TableLimits.DEFAULT)) {
            assertThat(UUID.fromString(table.tableId())).isNotEqualTo(UUID.fromString(other.tableId()));
        }
    }

    @Test
    @DisplayName("No record, outcome or change prints a key")
    void nothingPrintsAKey() {
        String secret = "sixteen byte key";
        KeyDeposit deposit = deposit(CS1, NEWS, 5, secret);
        DepositOutcome outcome = table.deposit(deposit);
        KeyRecord record = table.find(deposit.keyId()).orElseThrow();

        assertThat(List.of(deposit, outcome, record, new Created(record), table.changesAfter(0, 1), table))
                .allSatisfy(each -> assertThat(each.toString()).doesNotContain(secret));
        assertThat(record.toString()).contains("[REDACTED]");
    }
}
