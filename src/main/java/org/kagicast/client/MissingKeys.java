package org.kagicast.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.client.fetch.FetchFailure;
import org.kagicast.client.fetch.HoldBuffer;
import org.kagicast.client.fetch.KeyRequest;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;

/// The keys that a client lacks although packets come under them or its stream announces them, each with the reason and
/// the cure. A client that opens the packets of one label may still be without the key of another. State: the client's
/// loop.
final class MissingKeys {

    /// What came within this time still comes.
    static final Duration LATELY = Duration.ofMillis(1_500);

    private MissingKeys() {
    }

    /// Why a key has not come, the worst first: that a label is not granted may be meant so.
    enum Cause {
        /// This client has been revoked.
        REVOKED,
        /// The content server that had the key made has been revoked.
        SENDER_REVOKED,
        /// No key server gives a usable answer.
        NO_ANSWER,
        /// The policy does not grant the key to this client.
        NOT_GRANTED,
        /// The stream does not sign its packets, and this client takes no other.
        NOT_SIGNED,
        /// The key servers do not know the key, which may be made up.
        UNKNOWN
    }

    /// What one tells such keys apart by: a line's next key is missing for the same reason as its former one.
    ///
    /// @param line empty while it is not known whose key it is
    record Topic(Cause cause, Optional<KeyLine> line) {}

    /// Keys that are missing for one reason.
    ///
    /// @param packets that wait for them now
    /// @param sentence names the cause and the cure
    record Missing(Topic topic, int packets, CodedMessage sentence) {}

    /// What is missing now, the worst first; of keys of one line that are missing for one reason only the latest is named.
    static List<Missing> among(Collection<KeyRequest> requests, HoldBuffer held, long now) {
        Map<Topic, List<KeyRequest>> byTopic = new LinkedHashMap<>();
        requests.stream().filter(request -> request.isWanted(now, LATELY.toNanos()))
                .filter(request -> request.failure().why().isPresent())
                .sorted(Comparator.comparingLong(KeyRequest::firstAsked).reversed())
                .forEach(request -> byTopic.computeIfAbsent(topic(request), topic -> new ArrayList<>()).add(request));
        return byTopic.entrySet().stream().map(entry -> missing(entry.getKey(), entry.getValue(), held))
                .sorted(Comparator.comparing(missing -> missing.topic.cause)).toList();
    }

    private static Topic topic(KeyRequest request) {
        FetchFailure failure = request.failure();
        return new Topic(failure.refusal().map(reason -> switch (reason) {
            case REVOKED -> Cause.REVOKED;
            case SENDER_REVOKED -> Cause.SENDER_REVOKED;
            case NOT_GRANTED -> Cause.NOT_GRANTED;
            case NOT_SIGNED -> Cause.NOT_SIGNED;
            case UNKNOWN -> Cause.UNKNOWN;
        }).orElse(Cause.NO_ANSWER), failure.line());
    }

    private static Missing missing(Topic topic, List<KeyRequest> requests, HoldBuffer held) {
        int packets = requests.stream().mapToInt(request -> held.held(request.keyId().value())).sum();
        CodedMessage why = requests.getFirst().failure().why().orElseThrow();
        return new Missing(topic, packets,
                topic.cause == Cause.NO_ANSWER ? waiting(topic, requests, packets, why) : why);
    }

    private static CodedMessage waiting(Topic topic, List<KeyRequest> requests, int packets, CodedMessage why) {
        int keys = requests.size();
        KeyId key = requests.getFirst().keyId();
        Optional<CodedMessage> formerly = formerly(requests);
        if (packets == 0) {
            boolean isAnnounced = requests.stream().allMatch(KeyRequest::isAnnounced);
            return keys == 1
                    ? ClientMessage.KEY_NOT_COME.with(isAnnounced, KeyName.of(key), topic.line, formerly, why)
                    : ClientMessage.KEYS_NOT_COME.with(isAnnounced, keys, topic.line, formerly, why);
        }
        return keys == 1
                ? ClientMessage.PACKETS_WAIT_FOR_KEY.with(packets, KeyName.of(key), topic.line, formerly, why)
                : ClientMessage.PACKETS_WAIT_FOR_KEYS.with(packets, keys, topic.line, formerly, why);
    }

    /// What was last heard of such keys before no key server answered.
    private static Optional<CodedMessage> formerly(List<KeyRequest> requests) {
        Optional<RefusalReason> reason = requests.getFirst().failure().formerly();
        if (!requests.stream().allMatch(request -> request.failure().formerly().equals(reason))) {
            return Optional.empty();
        }
        return reason.flatMap(known -> switch (known) {
            case NOT_GRANTED -> Optional.of(ClientMessage.FORMERLY_NOT_GRANTED.with(requests.size()));
            case REVOKED -> Optional.of(ClientMessage.FORMERLY_REVOKED.with(requests.size()));
            case SENDER_REVOKED -> Optional.of(ClientMessage.FORMERLY_SENDER_REVOKED.with(requests.size()));
            case UNKNOWN, NOT_SIGNED -> Optional.empty();
        });
    }
}
