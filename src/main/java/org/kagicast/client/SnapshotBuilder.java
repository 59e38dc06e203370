package org.kagicast.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kagicast.client.MissingKeys.Cause;
import org.kagicast.client.MissingKeys.Missing;
import org.kagicast.client.fetch.FetchFailure;
import org.kagicast.client.fetch.KeyRequest;
import org.kagicast.client.keys.DecryptionKey;
import org.kagicast.client.sink.Sink;
import org.kagicast.model.AuthenticityMode;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.ClientSnapshot.Status;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.Time;

/// Makes snapshots of a client. Called on the client's loop.
final class SnapshotBuilder {

    /// What happened within this time is what the status tells.
    private static final long RECENT_NANOS = MissingKeys.LATELY.toNanos();
    /// Reasons told at once; who has more of them begins with these.
    private static final int MOST_TOLD = 3;
    /// Key IDs without a key that a snapshot shows; made-up ones can be many.
    private static final int MOST_PENDING = 64;
    /// Nobody has so many streams and labels that their keys are all unknown at once.
    private static final int MANY_KEY_IDS = 16;
    /// A few packets of a former key are stragglers.
    private static final int WORTH_TELLING = 10;
    private static final int MOST_PERCENT = 10;

    private final ClientSettings settings;
    private final PacketPath path;
    private final Sink sink;
    private final Time time;
    private final String io;
    private final Supplier<Optional<CodedMessage>> network;

    /// @param network what keeps the interface from receiving, in one sentence
    SnapshotBuilder(ClientSettings settings, PacketPath path, Sink sink, Time time, String io,
            Supplier<Optional<CodedMessage>> network) {
        this.settings = settings;
        this.path = path;
        this.sink = sink;
        this.time = time;
        this.io = io;
        this.network = network;
    }

    ClientSnapshot make() {
        List<DecryptionKeyRow> rows = new ArrayList<>();
        path.table().keys().forEach(key -> rows.add(row(key)));
        path.fetches().pending().stream().limit(MOST_PENDING).forEach(request -> rows.add(row(request)));
        rows.sort((a, b) -> a.keyId().compareTo(b.keyId()));
        Status status = status();
        return new ClientSnapshot(settings.name(), settings.groups(), settings.sink().toString(), status,
                why(status, missing(status)),
                path.counted(), rows, List.copyOf(path.openedWith()),
                io);
    }

    /// How the client stands, without counting anything.
    StatusNotices.Standing standing() {
        Status status = status();
        List<Missing> missing = missing(status);
        return new StatusNotices.Standing(status,
                missing.stream().map(Missing::topic).collect(Collectors.toUnmodifiableSet()), why(status, missing));
    }

    private Status status() {
        LastActivity activity = path.activity();
        if (sink.problem().isPresent()) {
            return Status.FAILED;
        }
        if (isRecent(activity.opened)) {
            return Status.DECRYPTING;
        }
        if (network.get().isPresent()) {
            return Status.NO_INTERFACE;
        }
        if (isRecent(activity.received) && (isRecent(activity.unauthenticated) || isRecent(activity.impostor))) {
            return Status.UNAUTHENTICATED;
        }
        if (isRecent(activity.superseded)) {
            return Status.TOO_OLD;
        }
        if (isRecent(activity.refused)) {
            return Status.NO_ACCESS;
        }
        if (path.fetches().held().packets() > 0) {
            return path.fetches().unreachable().isPresent() ? Status.NO_KEY_SERVER : Status.FETCHING;
        }
        if (isRecent(activity.forged)) {
            return Status.FORGED;
        }
        return isRecent(activity.tooOld) ? Status.TOO_OLD : Status.WAITING;
    }

    private Optional<CodedMessage> why(Status status, List<Missing> missing) {
        return switch (status) {
            case FAILED -> sink.problem();
            case NO_ACCESS -> told(missing).map(message -> unknownIds().map(message::then).orElse(message));
            case NO_KEY_SERVER -> path.fetches().unreachable();
            case FORGED -> Optional.of(ClientMessage.FORGED.with(settings.groupsText()));
            case WAITING -> Optional.of(ClientMessage.NOTHING_RECEIVED.with(settings.groupsText(),
                    settings.networkInterface().getName()));
            case NO_INTERFACE -> network.get();
            case DECRYPTING -> impostor().or(() -> told(missing)).or(sink::loss).or(this::formerPackets)
                    .or(this::unauthenticatedPackets);
            case UNAUTHENTICATED -> impostor().or(() -> Optional.ofNullable(path.unauthenticatedKey())
                    .map(key -> ClientMessage.UNAUTHENTICATED.with(key.origin().name().withId())));
            case FETCHING -> unknownIds();
            case TOO_OLD -> Optional.ofNullable(path.former()).map(this::tooOld);
        };
    }

    /// That somebody else sends under a key of a content server.
    private Optional<CodedMessage> impostor() {
        if (!isRecent(path.activity().impostor)) {
            return Optional.empty();
        }
        ClientMessage code = settings.authenticity() == AuthenticityMode.MARKED
                ? ClientMessage.IMPOSTOR_MARKED
                : ClientMessage.IMPOSTOR;
        return Optional.ofNullable(path.impostorsKey())
                .map(key -> code.with(path.counted().authenticity().impostor(), key.origin().name().withId()));
    }

    private static Optional<CodedMessage> told(List<Missing> missing) {
        return CodedMessage.joined(missing.stream().limit(MOST_TOLD).map(Missing::sentence));
    }

    /// The keys whose lack is worth telling: under an ID that nobody knows a few packets are nothing while others are
    /// opened.
    private List<Missing> missing(Status status) {
        return MissingKeys.among(path.fetches().pending(), path.fetches().held(), time.nanos()).stream()
                .filter(missing -> status != Status.DECRYPTING || missing.topic().cause() != Cause.UNKNOWN
                        || missing.packets() >= WORTH_TELLING)
                .toList();
    }

    private CodedMessage tooOld(DecryptionKey key) {
        return isRecent(path.activity().superseded)
                ? ClientMessage.LATER_KEY_IN_USE.with(named(key), path.rechecks().finding(key))
                : ClientMessage.NUMBERED_TOO_LOW.with(named(key), key.line());
    }

    /// As people tell keys apart, where their numbers are known.
    private static CodedMessage named(DecryptionKey key) {
        return key.number() == 0
                ? ClientMessage.KEY_BY_ID.with(key.origin().keyId(), key.line())
                : ClientMessage.KEY_BY_NUMBER.with(key.number(), key.line(), key.origin().keyId());
    }

    private static boolean isWorthTelling(RecentShare share) {
        return share.part() >= WORTH_TELLING && share.percent() > MOST_PERCENT;
    }

    /// That too many of the packets that verify are too old.
    private Optional<CodedMessage> formerPackets() {
        RecentShare share = path.supersededShare();
        return !isWorthTelling(share)
                ? Optional.empty()
                : Optional.ofNullable(path.former())
                        .map(key -> ClientMessage.FORMER_KEYS.with(share.percent(), named(key), key.stream()));
    }

    private Optional<CodedMessage> unauthenticatedPackets() {
        RecentShare share = path.unauthenticatedShare();
        return !isWorthTelling(share)
                ? Optional.empty()
                : Optional.ofNullable(path.unauthenticatedKey()).map(
                        key -> ClientMessage.UNAUTHENTICATED_SHARE.with(share.percent(), key.origin().name().withId()));
    }

    /// What made-up key IDs look like; empty while there is nothing of the kind.
    private Optional<CodedMessage> unknownIds() {
        int keyIds = path.fetches().held().keyIds();
        boolean isAnyUnknown = path.fetches().pending().stream().anyMatch(request -> request.timesUnknown() > 0);
        return keyIds <= 1 || (keyIds < MANY_KEY_IDS && !isAnyUnknown)
                ? Optional.empty()
                : Optional.of(ClientMessage.UNKNOWN_KEY_IDS.with(path.fetches().held().packets(), keyIds,
                        settings.groupsText()));
    }

    private DecryptionKeyRow row(DecryptionKey key) {
        DecryptionKey.Origin origin = key.origin();
        boolean latest = path.table().latest(origin.line()) == key;
        KeyStatus status = latest
                ? KeyStatus.IN_USE
                : key.opened() == 0 && !key.isSuperseded() ? KeyStatus.READY : KeyStatus.FORMER;
        Optional<Instant> lastUsed = key.opened() == 0
                ? Optional.empty()
                : Optional.of(time.now().minusNanos(time.nanos() - key.usedNanos()));
        return new DecryptionKeyRow(origin.keyId(), Optional.of(origin.line().stream()), origin.line().label(),
                origin.number(), Optional.of(origin.suite()), status,
                Optional.of(origin.from()), Optional.of(origin.fetched()), lastUsed, key.opened(), key.lost(),
                0, key.fingerprint(), Optional.empty());
    }

    private DecryptionKeyRow row(KeyRequest request) {
        FetchFailure failure = request.failure();
        KeyStatus status = failure.refusal().isPresent() ? KeyStatus.REFUSED : switch (request.phase()) {
            case WAITING -> KeyStatus.ANNOUNCED;
            case IN_FLIGHT, RETRYING -> KeyStatus.FETCHING;
            case REFUSED -> KeyStatus.REFUSED;
        };
        return new DecryptionKeyRow(request.keyId(), failure.line().map(KeyLine::stream),
                failure.line().map(KeyLine::label).orElse(KeyLabel.NONE), 0, Optional.empty(), status, Optional.empty(),
                Optional.empty(), Optional.empty(), 0, 0, path.fetches().held().held(request.keyId().value()), "",
                failure.why());
    }

    private boolean isRecent(long nanos) {
        return time.nanos() - nanos < RECENT_NANOS;
    }
}
