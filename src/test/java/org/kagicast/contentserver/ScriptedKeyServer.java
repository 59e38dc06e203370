package org.kagicast.contentserver;

import io.grpc.Status;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyState;
import org.kagicast.model.StreamName;
import org.kagicast.rpc.CreatedKey;
import org.kagicast.rpc.Faults;
import org.kagicast.rpc.KeyCreator;
import org.kagicast.rpc.Occasion;

/// A key server that does as the test says. It numbers keys from 41 on.
final class ScriptedKeyServer implements KeyCreator {

    /// How it meets requests.
    enum Mood {
        /// Answers at once.
        ANSWERING,
        /// Answers when the test says so.
        HOLDING,
        /// Cannot be reached.
        AWAY,
        /// Does not know the caller.
        REFUSING,
        /// Cannot just now.
        FULL
    }

    record Request(UUID idempotencyId, Occasion occasion, CompletableFuture<CreatedKey> answer) {}

    record Report(KeyId keyId, KeyState state) {}

    static final String REFUSAL = "The content server cs-1 may not create keys of news: enrol it for that stream.";

    private final Map<KeyId, BaseKey> keys = new LinkedHashMap<>();
    private final Map<UUID, KeyId> answered = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final SecureRandom randomness = new SecureRandom();
    private Mood mood = Mood.ANSWERING;
    private long nextId = 41;

    void become(Mood next) {
        mood = next;
    }

    void number(long next) {
        nextId = next;
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

    /// Answers the oldest request held back.
    void answerOne() {
        Request held = requests.stream().filter(request -> !request.answer.isDone()).findFirst().orElseThrow();
        held.answer.complete(created(held.idempotencyId, CipherSuite.AES_128_GCM));
    }

    @Override
    public CompletableFuture<CreatedKey> create(StreamName stream, CipherSuite suite, UUID idempotencyId,
            Occasion occasion) {
        CompletableFuture<CreatedKey> answer = switch (mood) {
            case ANSWERING -> CompletableFuture.completedFuture(created(idempotencyId, suite));
            case HOLDING -> new CompletableFuture<>();
            case AWAY -> failed(Status.UNAVAILABLE);
            case REFUSING -> failed(Status.PERMISSION_DENIED.withDescription(REFUSAL));
            case FULL -> failed(Status.RESOURCE_EXHAUSTED.withDescription("The key table is full: remove old keys."));
        };
        requests.add(new Request(idempotencyId, occasion, answer));
        return answer;
    }

    @Override
    public CompletableFuture<KeyState> setState(KeyId keyId, KeyState state) {
        if (mood == Mood.AWAY) {
            return CompletableFuture.failedFuture(Faults.exception("key-server ks-1", Status.UNAVAILABLE));
        }
        reports.add(new Report(keyId, state));
        return CompletableFuture.completedFuture(state);
    }

    private CreatedKey created(UUID idempotencyId, CipherSuite suite) {
        KeyId keyId = answered.computeIfAbsent(idempotencyId, id -> new KeyId(nextId++));
        BaseKey key = keys.computeIfAbsent(keyId, id -> BaseKey.random(suite, randomness));
        return new CreatedKey(keyId, suite, StreamBench.NEWS, key.copy());
    }

    private static CompletableFuture<CreatedKey> failed(Status status) {
        return CompletableFuture.failedFuture(Faults.exception("key-server ks-1", status));
    }
}
