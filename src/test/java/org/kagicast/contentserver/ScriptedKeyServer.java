package org.kagicast.contentserver;

import io.grpc.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.SigningKey;
import org.kagicast.model.VerificationKey;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.DepositAnswer;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyCounts;
import org.kagicast.rpc.keys.KeyCreator;

/// A key server that does as the test says. It numbers keys from 41 on. Safe for use by several threads.
final class ScriptedKeyServer implements KeyCreator {

    /// How it meets requests.
    enum Mood {
        /// Answers at once.
        ANSWERING,
        /// Answers when the test says so.
        HOLDING,
        /// Takes requests and never answers.
        MUTE,
        /// Cannot be reached.
        AWAY,
        /// Does not know the caller.
        REFUSING,
        /// Cannot just now.
        FULL
    }

    record Request(KeyLine line, CipherSuite suite, UUID idempotencyId, FetchReason reason, long afterNumber,
            CompletableFuture<CreatedKey> answer) {}

    record Report(KeyId keyId, KeyState state) {}

    static final String REFUSAL = "The content server cs-1 may not create keys of news: enrol it for that stream.";

    static final String REVOKED = "The content-server cs-1 has been revoked: have an operator reinstate it.";

    private final Map<KeyId, BaseKey> keys = new ConcurrentHashMap<>();
    private final Map<KeyId, SigningKey> signingKeys = new ConcurrentHashMap<>();
    private final Map<UUID, KeyId> answered = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<KeyId> deposits = new CopyOnWriteArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final Map<KeyId, Integer> fetchers = new ConcurrentHashMap<>();
    private final Map<KeyId, Integer> stored = new ConcurrentHashMap<>();
    private final Set<KeyId> lost = ConcurrentHashMap.newKeySet();
    private final Set<NodeName> revoked = ConcurrentHashMap.newKeySet();
    private volatile int slaves;
    private final Map<NodeName, Duration> lately = new ConcurrentHashMap<>();
    private volatile Set<NodeName> following = Set.of();
    private volatile Set<NodeName> notStoring = Set.of();
    private final SecureRandom randomness = new SecureRandom();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile Mood mood = Mood.ANSWERING;
    private final AtomicLong nextId = new AtomicLong(41);

    void become(Mood next) {
        mood = next;
    }

    void number(long next) {
        nextId.set(next);
    }

    List<Request> requests() {
        return requests;
    }

    List<Report> reports() {
        return reports;
    }

    /// What a client would get.
    Map<KeyId, BaseKey> keys() {
        return keys;
    }

    /// What a client would get with a key of a suite that signs.
    VerificationKey verificationKey(KeyId keyId) {
        return signingKeys.get(keyId).verificationKey();
    }

    /// Answers the oldest request held back.
    void answerOne() {
        Request held = requests.stream().filter(request -> !request.answer.isDone()).findFirst().orElseThrow();
        held.answer.complete(created(held.line, held.suite, held.idempotencyId));
    }

    @Override
    public CompletableFuture<CreatedKey> create(KeyLine line, CipherSuite suite, UUID idempotencyId,
            FetchReason reason, long afterNumber) {
        CompletableFuture<CreatedKey> answer = switch (mood) {
            case ANSWERING -> CompletableFuture.completedFuture(created(line, suite, idempotencyId));
            case HOLDING, MUTE -> new CompletableFuture<>();
            case AWAY -> failed(Status.UNAVAILABLE);
            case REFUSING -> failed(Status.PERMISSION_DENIED.withDescription(REFUSAL));
            case FULL -> failed(Status.RESOURCE_EXHAUSTED.withDescription("The key table is full: remove old keys."));
        };
        requests.add(new Request(line, suite, idempotencyId, reason, afterNumber, answer));
        return answer;
    }

    @Override
    public CompletableFuture<DepositAnswer> deposit(KeyLine line, CipherSuite suite, KeyId keyId,
            BaseKey decryptionKey, Optional<VerificationKey> verificationKey, long afterNumber) {
        deposits.add(keyId);
        if (mood != Mood.ANSWERING) {
            return CompletableFuture.failedFuture(GrpcErrors.exception("key-server ks-1", Status.UNAVAILABLE));
        }
        if (taken.getAndDecrement() > 0) {
            return CompletableFuture.completedFuture(new DepositAnswer.IdTaken());
        }
        keys.putIfAbsent(keyId, decryptionKey.copy());
        return CompletableFuture.completedFuture(new DepositAnswer.Stored(keyId.value()));
    }

    /// The key IDs of the deposits, answered or not.
    List<KeyId> deposits() {
        return deposits;
    }

    /// Says of so many deposits that their ID is taken.
    void takeIds(int times) {
        taken.set(times);
    }

    @Override
    public CompletableFuture<KeyState> setState(KeyId keyId, KeyState state) {
        return switch (mood) {
            case AWAY -> failed(Status.UNAVAILABLE);
            case MUTE -> new CompletableFuture<>();
            case FULL -> failed(Status.RESOURCE_EXHAUSTED.withDescription("The disk is full: make room on it."));
            case REFUSING -> failed(Status.FAILED_PRECONDITION.withDescription("The key cannot become so."));
            case ANSWERING, HOLDING -> {
                reports.add(new Report(keyId, state));
                yield CompletableFuture.completedFuture(state);
            }
        };
    }

    @Override
    public CompletableFuture<KeyCounts> countFetchers(Set<KeyId> keyIds, Set<NodeName> knownSlaves) {
        questions.incrementAndGet();
        if (mood == Mood.AWAY) {
            return failed(Status.UNAVAILABLE);
        }
        if (mood == Mood.MUTE) {
            return new CompletableFuture<>();
        }
        if (mood == Mood.REFUSING) {
            return failed(Status.PERMISSION_DENIED.withDescription(REVOKED));
        }
        return CompletableFuture.completedFuture(new KeyCounts(
                keyIds.stream().filter(keyId -> keys.containsKey(keyId) && !lost.contains(keyId))
                        .collect(Collectors.toMap(keyId -> keyId,
                                keyId -> new KeyCounts.Count(fetchers.getOrDefault(keyId, 0),
                                        stored.getOrDefault(keyId, 0)))),
                slaves + following.size(), following, Map.copyOf(lately),
                knownSlaves.stream().filter(revoked::contains).collect(Collectors.toUnmodifiableSet()), notStoring));
    }

    /// How often it was asked to count.
    int questions() {
        return questions.get();
    }

    /// So many key slaves follow it, and it does not tell their names.
    void followedBy(int count) {
        slaves = count;
    }

    /// These key slaves follow it.
    void followedBy(String... names) {
        following = Stream.of(names).map(NodeName::new).collect(Collectors.toUnmodifiableSet());
    }

    /// This one followed it until so long ago.
    void followedLately(String slave, Duration ago) {
        lately.put(new NodeName(slave), ago);
    }

    /// These say that they cannot store.
    void notStoring(String... names) {
        notStoring = Stream.of(names).map(NodeName::new).collect(Collectors.toUnmodifiableSet());
    }

    void revoke(String slave) {
        revoked.add(new NodeName(slave));
    }

    void reinstate(String slave) {
        revoked.remove(new NodeName(slave));
    }

    /// As after its table was put back to an older state.
    void lose(KeyId keyId) {
        lost.add(keyId);
    }

    /// So many of them have stored a key.
    void stored(KeyId keyId, int count) {
        stored.put(keyId, count);
    }

    /// So many clients have fetched a key, by its count.
    void fetched(KeyId keyId, int clients) {
        fetchers.put(keyId, clients);
    }

    private CreatedKey created(KeyLine line, CipherSuite suite, UUID idempotencyId) {
        KeyId keyId = answered.computeIfAbsent(idempotencyId, id -> new KeyId(nextId.getAndIncrement()));
        BaseKey key = keys.computeIfAbsent(keyId, id -> BaseKey.random(suite, randomness));
        Optional<SigningKey> signingKey = suite.signs()
                ? Optional.of(signingKeys.computeIfAbsent(keyId, id -> SigningKey.random(randomness)))
                : Optional.empty();
        return new CreatedKey(keyId, suite, line, keyId.value(), key.copy(), signingKey.map(SigningKey::copy));
    }

    private static <T> CompletableFuture<T> failed(Status status) {
        return CompletableFuture.failedFuture(GrpcErrors.exception("key-server ks-1", status));
    }
}
