package org.kagicast.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.KeyFetcher;

/// A key server whose answers a test gives by hand.
final class ScriptedFetcher implements KeyFetcher {

    static final NodeName SERVER = new NodeName("key-server");

    private final List<KeyId> asked = new ArrayList<>();
    private final List<FetchReason> occasions = new ArrayList<>();
    private final Map<KeyId, CompletableFuture<FetchOutcome>> open = new HashMap<>();

    @Override
    public Fetch fetch(KeyId keyId, FetchReason reason) {
        asked.add(keyId);
        occasions.add(reason);
        CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
        open.put(keyId, outcome);
        return () -> outcome;
    }

    List<KeyId> asked() {
        return asked;
    }

    List<FetchReason> occasions() {
        return occasions;
    }

    boolean isCancelled(TestStream stream) {
        return open.get(stream.keyId()).isCancelled();
    }

    void give(TestStream stream) {
        answer(stream.keyId(), stream.key());
    }

    void giveIfAsked(TestStream stream) {
        if (open.containsKey(stream.keyId())) {
            give(stream);
        }
    }

    void refuse(KeyId keyId, RefusalReason reason) {
        answer(keyId, new FetchOutcome.Refused(reason, Optional.empty(), SERVER));
    }

    void refuse(TestStream stream, RefusalReason reason) {
        answer(stream.keyId(), new FetchOutcome.Refused(reason, Optional.of(stream.line()), SERVER));
    }

    void refuseIfAsked(TestStream stream, RefusalReason reason) {
        if (open.containsKey(stream.keyId())) {
            refuse(stream.keyId(), reason);
        }
    }

    void fail(KeyId keyId, String sentence) {
        answer(keyId, new FetchOutcome.Unreachable(CodedMessage.plain(sentence)));
    }

    private void answer(KeyId keyId, FetchOutcome outcome) {
        CompletableFuture<FetchOutcome> waiting = open.remove(keyId);
        if (waiting == null) {
            throw new AssertionError("nobody asked for key " + keyId);
        }
        waiting.complete(outcome);
    }
}
