package org.kagicast.node;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.Step;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.ChangeHold;
import org.kagicast.proto.DecryptionKeyRow;
import org.kagicast.proto.KeyCount;
import org.kagicast.proto.KeyFetches;
import org.kagicast.proto.KeyInUse;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.LastChange;
import org.kagicast.proto.PendingChange;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;

/// Takes snapshots and events out of the messages of the node service. What another node sends is not believed: a
/// message that breaks a rule makes an [IllegalArgumentException] or an [org.kagicast.model.OperatorException].
final class SnapshotReader {

    /// Times as the node wrote them.
    static final SnapshotReader VERBATIM = new SnapshotReader(Duration.ZERO);

    private final Duration ahead;

    /// @param ahead how far the node's clock is ahead of the reader's, which all times are turned into
    SnapshotReader(Duration ahead) {
        this.ahead = ahead;
    }

    NodeSnapshot read(org.kagicast.proto.NodeSnapshot message) {
        return new NodeSnapshot(new NodeName(message.getNode()), at(message.getAtMs()),
                message.getSequence(), message.getKeyServersList().stream().map(this::keyServer).toList(),
                message.getContentServersList().stream().map(this::contentServer).toList(),
                message.getClientsList().stream().map(this::client).toList(), connections(message),
                message.getCertificateEndsMs() == 0
                        ? Optional.empty()
                        : Optional.of(at(message.getCertificateEndsMs())),
                problems(message));
    }

    private Optional<ConnectionCounts> connections(org.kagicast.proto.NodeSnapshot message) {
        var counts = message.getConnections();
        return message.hasConnections()
                ? Optional.of(new ConnectionCounts(counts.getOpen(), counts.getRefused(),
                        message(counts.getProblem(), counts.getProblemMessage()),
                        new RefusedCallers(counts.getCallsRefused(), counts.getHandshakesRefused(),
                                text(counts.getLatestRefused()))))
                : Optional.empty();
    }

    /// An older node writes them without codes.
    private List<CodedMessage> problems(org.kagicast.proto.NodeSnapshot message) {
        boolean hasCodes = message.getProblemMessagesCount() == message.getProblemsCount();
        return IntStream.range(0, message.getProblemsCount())
                .mapToObj(at -> message(message.getProblems(at), hasCodes
                        ? message.getProblemMessages(at)
                        : org.kagicast.proto.CodedMessage.getDefaultInstance()))
                .flatMap(Optional::stream).toList();
    }

    KeyTableDelta read(KeyTableChanges message) {
        return new KeyTableDelta(message.getRevision(), keyIds(message.getGoneList()),
                message.getChangedList().stream().map(this::keyRow).toList(), message.getMore());
    }

    NodeEvent read(org.kagicast.proto.NodeEvent message) {
        Instant at = at(message.getAtMs());
        NodeName subject = new NodeName(message.getSubject());
        return switch (message.getWhatCase()) {
            case MESSAGE -> {
                var told = message.getMessage();
                yield new NodeEvent.Message(at, subject, Step.valueOf(told.getStep()),
                        text(told.getTo()).map(NodeName::new), keyId(told.getKeyId()),
                        text(told.getStream()).map(StreamName::new), new KeyLabel(told.getLabel()), told.getNumber());
            }
            case NOTICE ->
                new NodeEvent.Notice(at, subject, known(ProtoEnums.toModel(message.getNotice().getSeverity())),
                        message(message.getNotice().getText(), message.getNotice().getMessage())
                                .orElse(CodedMessage.plain("")));
            case WHAT_NOT_SET -> throw new IllegalArgumentException("an event says what happened");
        };
    }

    private KeyServerSnapshot keyServer(org.kagicast.proto.KeyServerSnapshot message) {
        List<KeyServerSnapshot.KeyRow> keys = message.getKeysList().stream().map(this::keyRow).toList();
        return new KeyServerSnapshot(new NodeName(message.getName()), known(ProtoEnums.toModel(message.getRole())),
                message(message.getProblem(), message.getProblemMessage()), message.getTableId(), message.getRevision(),
                message.getCreations(),
                message.getRequests(), message.getRefusals(), keys, copy(message), counts(message),
                fetchers(message, keys));
    }

    /// An older node tells them with the keys only.
    private static Map<KeyId, Integer> fetchers(org.kagicast.proto.KeyServerSnapshot message,
            List<KeyServerSnapshot.KeyRow> keys) {
        if (message.getFetchesCount() == 0) {
            return KeyServerSnapshot.fetchers(keys);
        }
        if (message.getFetchesCount() > KeyServerSnapshot.MOST_FETCHED) {
            throw new IllegalArgumentException("a snapshot tells of fetches of " + message.getFetchesCount() + " keys");
        }
        return message.getFetchesList().stream().collect(
                Collectors.toMap(told -> new KeyId(told.getKeyId()), KeyFetches::getClients, Math::max));
    }

    /// An older node tells no counts, and all keys.
    private static Map<KeyState, Integer> counts(org.kagicast.proto.KeyServerSnapshot message) {
        if (message.getKeyCountsCount() == 0) {
            return message.getKeysList().stream().collect(Collectors
                    .groupingBy(row -> known(ProtoEnums.toModel(row.getState())), Collectors.summingInt(row -> 1)));
        }
        return message.getKeyCountsList().stream()
                .collect(Collectors.toMap(count -> known(ProtoEnums.toModel(count.getState())), KeyCount::getKeys));
    }

    private Optional<KeyServerSnapshot.CopyState> copy(org.kagicast.proto.KeyServerSnapshot message) {
        return message.hasCopy()
                ? Optional.of(new KeyServerSnapshot.CopyState(message.getCopy().getHearsMaster(),
                        message.getCopy().getBehind(), instant(message.getCopy().getSinceMs())))
                : Optional.empty();
    }

    private KeyServerSnapshot.KeyRow keyRow(org.kagicast.proto.KeyRow row) {
        return new KeyServerSnapshot.KeyRow(new KeyId(row.getKeyId()), new StreamName(row.getStream()),
                new KeyLabel(row.getLabel()), row.getNumber(), new NodeName(row.getOwner()), suite(row.getSuite()),
                known(ProtoEnums.toModel(row.getState())),
                at(row.getCreatedMs()), instant(row.getActivatedMs()),
                instant(row.getDeactivatedMs()), row.getFingerprint(), row.getFetchers());
    }

    private ContentServerSnapshot contentServer(org.kagicast.proto.ContentServerSnapshot message) {
        return new ContentServerSnapshot(new NodeName(message.getName()),
                message.getStreamsList().stream().map(this::stream).toList(),
                message.getKeysList().stream().map(this::encryptionKey).toList(), message.getIo());
    }

    private ContentServerSnapshot.EncryptionKeyRow encryptionKey(org.kagicast.proto.EncryptionKeyRow row) {
        return new ContentServerSnapshot.EncryptionKeyRow(new KeyId(row.getKeyId()), new StreamName(row.getStream()),
                new KeyLabel(row.getLabel()), row.getNumber(), suite(row.getSuite()),
                known(ProtoEnums.toModel(row.getState())),
                at(row.getStoredMs()),
                row.getPackets(), row.getFingerprint());
    }

    private StreamSnapshot stream(org.kagicast.proto.StreamSnapshot message) {
        return new StreamSnapshot(new StreamName(message.getName()), MulticastGroup.parse(message.getGroup()),
                message.getSource(), known(ProtoEnums.toModel(message.getStatus())),
                message(message.getProblem(), message.getProblemMessage()),
                message.hasInUse() ? Optional.of(inUse(message.getInUse())) : Optional.empty(),
                message.hasPending() ? Optional.of(pending(message.getPending())) : Optional.empty(),
                message.hasLastChange() ? Optional.of(lastChange(message.getLastChange())) : Optional.empty(),
                Duration.ofMillis(message.getLeadTimeMs()),
                Duration.ofMillis(message.getCryptoPeriodMs()), message.getPacketsSent(), message.getBytesSent(),
                message.getOversized(), message.getRefused(), message.getAnnouncedRekeys(),
                message.getImmediateRekeys(),
                keyIds(message.getKeyIdsList()),
                message.getLabelsList().stream().map(this::labelState).toList(),
                message(message.getNote(), message.getNoteMessage()));
    }

    private StreamSnapshot.LabelState labelState(org.kagicast.proto.LabelState message) {
        return new StreamSnapshot.LabelState(new KeyLabel(message.getLabel()),
                message.hasInUse() ? Optional.of(inUse(message.getInUse())) : Optional.empty(),
                message.hasPending() ? Optional.of(pending(message.getPending())) : Optional.empty(),
                message.hasLastChange() ? Optional.of(lastChange(message.getLastChange())) : Optional.empty());
    }

    private StreamSnapshot.KeyInUse inUse(KeyInUse message) {
        return new StreamSnapshot.KeyInUse(new KeyId(message.getKeyId()), message.getNumber(), at(message.getSinceMs()),
                message.getPackets());
    }

    private StreamSnapshot.PendingChange pending(PendingChange change) {
        return new StreamSnapshot.PendingChange(new KeyId(change.getKeyId()), change.getNumber(),
                at(change.getAnnouncedMs()), at(change.getSwitchMs()),
                change.hasFetchers() ? Optional.of(change.getFetchers()) : Optional.empty(),
                change.hasExpected() ? Optional.of(change.getExpected()) : Optional.empty(),
                change.hasHold() ? Optional.of(hold(change.getHold())) : Optional.empty());
    }

    private StreamSnapshot.Hold hold(ChangeHold hold) {
        return new StreamSnapshot.Hold(at(hold.getSinceMs()),
                Optional.of(hold.getUntilShare()).filter(share -> share > 0), instant(hold.getAtMostMs()));
    }

    private StreamSnapshot.LastChange lastChange(LastChange message) {
        return new StreamSnapshot.LastChange(new KeyId(message.getFrom()), message.getFromNumber(),
                new KeyId(message.getTo()), message.getToNumber(), message.getAnnounced(), at(message.getAtMs()));
    }

    private ClientSnapshot client(org.kagicast.proto.ClientSnapshot message) {
        return new ClientSnapshot(new NodeName(message.getName()),
                message.getGroupsList().stream().map(MulticastGroup::parse).toList(), message.getSink(),
                known(ProtoEnums.toModel(message.getStatus())), message(message.getWhy(), message.getWhyMessage()),
                counters(message.getCounters()), message.getKeysList().stream().map(this::decryptionKey).toList(),
                keyIds(message.getKeyIdsList()), message.getIo(),
                message.getReceptionsList().stream().map(this::reception).toList());
    }

    private ClientSnapshot.Reception reception(org.kagicast.proto.ClientReception message) {
        return new ClientSnapshot.Reception(message.getGroupsList().stream().map(MulticastGroup::parse).toList(),
                message.getSink(), known(ProtoEnums.toModel(message.getStatus())),
                message(message.getWhy(), message.getWhyMessage()), counters(message.getCounters()));
    }

    private ClientSnapshot.DecryptionKeyRow decryptionKey(DecryptionKeyRow row) {
        return new ClientSnapshot.DecryptionKeyRow(new KeyId(row.getKeyId()),
                text(row.getStream()).map(StreamName::new), new KeyLabel(row.getLabel()),
                row.getNumber(), ProtoEnums.toModel(row.getSuite()),
                known(ProtoEnums.toModel(row.getStatus())), text(row.getFetchedFrom()).map(NodeName::new),
                instant(row.getFetchedMs()), instant(row.getLastUsedMs()), row.getOpened(), row.getLost(),
                row.getHeld(), row.getFingerprint(), message(row.getWhy(), row.getWhyMessage()));
    }

    private static ClientCounters counters(org.kagicast.proto.ClientCounters message) {
        Map<RefusalReason, Long> refused = new EnumMap<>(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            long packets = message.getRefusedOrDefault(reason.text(), 0);
            if (packets > 0) {
                refused.put(reason, packets);
            }
        }
        return new ClientCounters(message.getReceived(), message.getOpened(), message.getLost(), message.getLate(),
                message.getHeld(), message.getExpired(), message.getForged(), message.getReplayed(),
                message.getSuperseded(), message.getTooOld(), message.getMalformed(), refused, message.getKeysFetched(),
                message.getControl(), message.getUnknownType(), message.getBytes(),
                new ClientCounters.Authenticity(message.getAuthentic(), message.getUnauthenticated(),
                        message.getImpostor()));
    }

    /// @throws IllegalArgumentException if the other side says something that this version does not know
    private static <E> E known(Optional<E> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("unknown value of an enumeration"));
    }

    private static CipherSuite suite(org.kagicast.proto.CipherSuite suite) {
        return known(ProtoEnums.toModel(suite));
    }

    private static List<KeyId> keyIds(List<Long> values) {
        return values.stream().map(KeyId::new).toList();
    }

    private static Optional<KeyId> keyId(long value) {
        return value == 0 ? Optional.empty() : Optional.of(new KeyId(value));
    }

    private Optional<Instant> instant(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(at(millis));
    }

    private Instant at(long millis) {
        return Instant.ofEpochMilli(millis).minus(ahead);
    }

    private Optional<CodedMessage> message(String sentence, org.kagicast.proto.CodedMessage code) {
        return MessageCodec.read(sentence, code, ahead);
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
