package org.kagicast.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeName;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.ChangeHold;
import org.kagicast.proto.CopyState;
import org.kagicast.proto.DecryptionKeyRow;
import org.kagicast.proto.EncryptionKeyRow;
import org.kagicast.proto.KeyCount;
import org.kagicast.proto.KeyFetches;
import org.kagicast.proto.KeyInUse;
import org.kagicast.proto.KeyRow;
import org.kagicast.proto.KeyTableChanges;
import org.kagicast.proto.LabelState;
import org.kagicast.proto.LastChange;
import org.kagicast.proto.PendingChange;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.ProtoEnums;

/// Puts snapshots and events into the messages of the node service; [SnapshotReader] takes them out again.
final class SnapshotWriter {

    private SnapshotWriter() {
    }

    static org.kagicast.proto.NodeSnapshot write(NodeSnapshot snapshot) {
        return write(snapshot, server -> false);
    }

    /// @param leavesOut whether the follower knows the keys of a key server already
    static org.kagicast.proto.NodeSnapshot write(NodeSnapshot snapshot, Predicate<KeyServerSnapshot> leavesOut) {
        var message = org.kagicast.proto.NodeSnapshot.newBuilder().setNode(snapshot.node().value())
                .setAtMs(snapshot.at().toEpochMilli()).setSequence(snapshot.sequence());
        snapshot.keyServers().forEach(server -> message.addKeyServers(keyServer(server, leavesOut.test(server))));
        snapshot.contentServers().forEach(server -> message.addContentServers(contentServer(server)));
        snapshot.clients().forEach(client -> message.addClients(client(client)));
        snapshot.connections().ifPresent(counts -> message.getConnectionsBuilder().setOpen(counts.open())
                .setRefused(counts.refused()).setProblem(text(counts.problem()))
                .setProblemMessage(code(counts.problem()))
                .setCallsRefused(counts.callers().calls()).setHandshakesRefused(counts.callers().handshakes())
                .setLatestRefused(counts.callers().latest().orElse("")));
        snapshot.certificateEnds().ifPresent(end -> message.setCertificateEndsMs(end.toEpochMilli()));
        snapshot.problems().forEach(problem -> message.addProblems(problem.text())
                .addProblemMessages(MessageCodec.write(problem)));
        return message.build();
    }

    /// A sign of life that says: all is as it was.
    static org.kagicast.proto.NodeSnapshot unchanged(NodeSnapshot snapshot) {
        return org.kagicast.proto.NodeSnapshot.newBuilder().setNode(snapshot.node().value())
                .setAtMs(snapshot.at().toEpochMilli()).setSequence(snapshot.sequence()).setUnchanged(true).build();
    }

    static KeyTableChanges write(NodeName keyServer, KeyTableDelta delta) {
        var message = KeyTableChanges.newBuilder().setKeyServer(keyServer.value()).setRevision(delta.revision())
                .setMore(delta.more());
        delta.gone().forEach(keyId -> message.addGone(keyId.value()));
        delta.changed().forEach(row -> message.addChanged(keyRow(row)));
        return message.build();
    }

    static org.kagicast.proto.NodeEvent write(NodeEvent event) {
        var message = org.kagicast.proto.NodeEvent.newBuilder().setAtMs(event.at().toEpochMilli())
                .setSubject(event.subject().value());
        switch (event) {
            case NodeEvent.Message told -> {
                var what = message.getMessageBuilder().setStep(told.step().name()).setFrom(told.subject().value());
                told.to().ifPresent(to -> what.setTo(to.value()));
                told.keyId().ifPresent(keyId -> what.setKeyId(keyId.value()));
                told.stream().ifPresent(stream -> what.setStream(stream.value()));
                what.setLabel(told.label().value()).setNumber(told.number());
            }
            case NodeEvent.Notice notice ->
                message.getNoticeBuilder().setSeverity(ProtoEnums.toProto(notice.severity())).setText(notice.text())
                        .setMessage(MessageCodec.write(notice.message()));
        }
        return message.build();
    }

    private static org.kagicast.proto.KeyServerSnapshot keyServer(KeyServerSnapshot server, boolean leavesKeysOut) {
        var message = org.kagicast.proto.KeyServerSnapshot.newBuilder().setName(server.name().value())
                .setRole(ProtoEnums.toProto(server.role())).setProblem(text(server.problem()))
                .setProblemMessage(code(server.problem()))
                .setTableId(server.tableId()).setRevision(server.revision()).setCreations(server.creations())
                .setRequests(server.requests()).setRefusals(server.refusals());
        server.counts().forEach((state, keys) -> message
                .addKeyCounts(KeyCount.newBuilder().setState(ProtoEnums.toProto(state)).setKeys(keys)));
        server.fetchers().forEach((keyId, clients) -> message
                .addFetches(KeyFetches.newBuilder().setKeyId(keyId.value()).setClients(clients)));
        message.setKeysLeftOut(leavesKeysOut);
        if (!leavesKeysOut) {
            server.keys().forEach(row -> message.addKeys(keyRow(row)));
        }
        server.copy().ifPresent(copy -> message.setCopy(CopyState.newBuilder().setHearsMaster(copy.hearsMaster())
                .setBehind(copy.behind()).setSinceMs(millis(copy.since()))));
        return message.build();
    }

    private static KeyRow keyRow(KeyServerSnapshot.KeyRow row) {
        return KeyRow.newBuilder().setKeyId(row.keyId().value()).setStream(row.stream().value())
                .setLabel(row.label().value()).setNumber(row.number()).setOwner(row.owner().value())
                .setSuite(ProtoEnums.toProto(row.suite())).setState(ProtoEnums.toProto(row.state()))
                .setCreatedMs(row.created().toEpochMilli()).setActivatedMs(millis(row.activated()))
                .setDeactivatedMs(millis(row.deactivated())).setFingerprint(row.fingerprint())
                .setFetchers(row.fetchers()).build();
    }

    private static org.kagicast.proto.ContentServerSnapshot contentServer(ContentServerSnapshot server) {
        var message = org.kagicast.proto.ContentServerSnapshot.newBuilder().setName(server.name().value())
                .setIo(server.io());
        server.streams().forEach(stream -> message.addStreams(stream(stream)));
        server.keys()
                .forEach(row -> message.addKeys(EncryptionKeyRow.newBuilder().setKeyId(row.keyId().value())
                        .setStream(row.stream().value()).setLabel(row.label().value()).setNumber(row.number())
                        .setSuite(ProtoEnums.toProto(row.suite()))
                        .setState(ProtoEnums.toProto(row.state())).setStoredMs(row.stored().toEpochMilli())
                        .setPackets(row.packets()).setFingerprint(row.fingerprint())));
        return message.build();
    }

    private static org.kagicast.proto.StreamSnapshot stream(StreamSnapshot stream) {
        var message = org.kagicast.proto.StreamSnapshot.newBuilder().setName(stream.name().value())
                .setGroup(stream.group().toString()).setSource(stream.source())
                .setStatus(ProtoEnums.toProto(stream.status())).setProblem(text(stream.problem()))
                .setProblemMessage(code(stream.problem())).setNoteMessage(code(stream.note()))
                .setLeadTimeMs(millis(stream.leadTime())).setCryptoPeriodMs(millis(stream.cryptoPeriod()))
                .setPacketsSent(stream.packetsSent()).setBytesSent(stream.bytesSent())
                .setOversized(stream.oversized()).setRefused(stream.refused()).setNote(text(stream.note()))
                .setAnnouncedRekeys(stream.announcedRekeys())
                .setImmediateRekeys(stream.immediateRekeys())
                .addAllKeyIds(stream.keyIds().stream().map(KeyId::value).toList());
        stream.inUse().ifPresent(key -> message.setInUse(inUse(key)));
        stream.pending().ifPresent(change -> message.setPending(pending(change)));
        stream.lastChange().ifPresent(change -> message.setLastChange(lastChange(change)));
        stream.labels().forEach(state -> message.addLabels(labelState(state)));
        return message.build();
    }

    private static LabelState labelState(StreamSnapshot.LabelState state) {
        var message = LabelState.newBuilder().setLabel(state.label().value());
        state.inUse().ifPresent(key -> message.setInUse(inUse(key)));
        state.pending().ifPresent(change -> message.setPending(pending(change)));
        state.lastChange().ifPresent(change -> message.setLastChange(lastChange(change)));
        return message.build();
    }

    private static KeyInUse inUse(StreamSnapshot.KeyInUse key) {
        return KeyInUse.newBuilder().setKeyId(key.keyId().value()).setNumber(key.number())
                .setSinceMs(key.since().toEpochMilli())
                .setPackets(key.packets()).build();
    }

    private static PendingChange pending(StreamSnapshot.PendingChange change) {
        var message = PendingChange.newBuilder().setKeyId(change.keyId().value()).setNumber(change.number())
                .setAnnouncedMs(change.announced().toEpochMilli()).setSwitchMs(change.switchAt().toEpochMilli());
        change.fetchers().ifPresent(message::setFetchers);
        change.expected().ifPresent(message::setExpected);
        change.hold().ifPresent(hold -> message.setHold(ChangeHold.newBuilder().setSinceMs(hold.since().toEpochMilli())
                .setUntilShare(hold.untilShare().orElse(0.0)).setAtMostMs(millis(hold.atMost()))));
        return message.build();
    }

    private static LastChange lastChange(StreamSnapshot.LastChange change) {
        return LastChange.newBuilder().setFrom(change.from().value()).setFromNumber(change.fromNumber())
                .setTo(change.to().value()).setToNumber(change.toNumber()).setAnnounced(change.announced())
                .setAtMs(change.at().toEpochMilli()).build();
    }

    private static org.kagicast.proto.ClientSnapshot client(ClientSnapshot client) {
        var message = org.kagicast.proto.ClientSnapshot.newBuilder().setName(client.name().value())
                .addAllGroups(client.groups().stream().map(MulticastGroup::toString).toList())
                .setSink(client.sink()).setStatus(ProtoEnums.toProto(client.status())).setWhy(text(client.why()))
                .setWhyMessage(code(client.why()))
                .setCounters(counters(client.counters()))
                .addAllKeyIds(client.keyIds().stream().map(KeyId::value).toList()).setIo(client.io());
        client.keys().forEach(row -> message.addKeys(decryptionKey(row)));
        client.receptions().forEach(one -> message.addReceptionsBuilder()
                .addAllGroups(one.groups().stream().map(MulticastGroup::toString).toList()).setSink(one.sink())
                .setStatus(ProtoEnums.toProto(one.status())).setWhy(text(one.why())).setWhyMessage(code(one.why()))
                .setCounters(counters(one.counters())));
        return message.build();
    }

    private static DecryptionKeyRow decryptionKey(ClientSnapshot.DecryptionKeyRow row) {
        var message = DecryptionKeyRow.newBuilder().setKeyId(row.keyId().value())
                .setStatus(ProtoEnums.toProto(row.status())).setFetchedMs(millis(row.fetched()))
                .setLastUsedMs(millis(row.lastUsed())).setOpened(row.opened()).setLost(row.lost()).setHeld(row.held())
                .setFingerprint(row.fingerprint()).setWhy(text(row.why())).setWhyMessage(code(row.why()))
                .setLabel(row.label().value()).setNumber(row.number());
        row.stream().ifPresent(stream -> message.setStream(stream.value()));
        row.suite().ifPresent(suite -> message.setSuite(ProtoEnums.toProto(suite)));
        row.fetchedFrom().ifPresent(from -> message.setFetchedFrom(from.value()));
        return message.build();
    }

    private static org.kagicast.proto.ClientCounters counters(ClientCounters counters) {
        var message = org.kagicast.proto.ClientCounters.newBuilder().setReceived(counters.received())
                .setOpened(counters.opened()).setLost(counters.lost()).setLate(counters.late())
                .setHeld(counters.held()).setExpired(counters.expired()).setForged(counters.forged())
                .setReplayed(counters.replayed()).setSuperseded(counters.superseded())
                .setTooOld(counters.tooOld()).setMalformed(counters.malformed())
                .setKeysFetched(counters.keysFetched()).setControl(counters.control())
                .setUnknownType(counters.unknownType()).setBytes(counters.bytes())
                .setAuthentic(counters.authenticity().authentic())
                .setUnauthenticated(counters.authenticity().unauthenticated())
                .setImpostor(counters.authenticity().impostor());
        counters.refused().forEach((reason, packets) -> message.putRefused(reason.text(), packets));
        return message.build();
    }

    private static String text(Optional<CodedMessage> message) {
        return message.map(CodedMessage::text).orElse("");
    }

    private static org.kagicast.proto.CodedMessage code(Optional<CodedMessage> message) {
        return message.map(MessageCodec::write).orElse(org.kagicast.proto.CodedMessage.getDefaultInstance());
    }

    private static long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(0L);
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
