package org.kagicast.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;

/// A client of one stream: fetches keys after a short random while, or is refused.
final class FakeClient {

    static final NodeName KEY_SERVER = new NodeName("key-server");
    private static final Duration KEPT = Duration.ofSeconds(90);

    final NodeName name;
    final FakeStream stream;
    boolean granted;
    private final Random random;
    private final Map<KeyId, Held> held = new LinkedHashMap<>();
    private final List<KeyId> keyIds = new ArrayList<>();
    private long opened;
    private long late;
    private long refused;
    private long fetches;
    private boolean decrypting;
    private boolean isAttacked;
    private boolean isUnvouched;
    private long authentic;
    private long unauthenticated;
    private long impostor;
    long requests;

    FakeClient(String name, FakeStream stream, boolean granted, Random random) {
        this.name = new NodeName(name);
        this.stream = stream;
        this.granted = granted;
        this.random = random;
    }

    void step(Instant now, Duration step) {
        FakeKey pending = stream.pending;
        if (pending != null && granted && !held.containsKey(pending.keyId)) {
            long slot = stream.change.map(change -> Duration.between(change.announced(), change.switchAt()).toMillis())
                    .orElse(0L) / 2;
            held.put(pending.keyId, new Held(pending, now.plusMillis(Math.round(slot * random.nextDouble()))));
        }
        held.computeIfAbsent(stream.inUse.keyId, absent -> new Held(stream.inUse,
                now.plusMillis(150 + random.nextInt(400))));
        held.values().forEach(row -> fetch(row, now));
        held.values().removeIf(row -> row.key.deactivated.map(at -> at.plus(KEPT).isBefore(now)).orElse(false));
        open(now, step);
    }

    private void fetch(Held row, Instant now) {
        if (row.fetched.isPresent() || now.isBefore(row.due)) {
            return;
        }
        requests++;
        if (granted) {
            row.fetched = Optional.of(now);
            row.key.fetchers.add(name);
            fetches++;
        } else {
            row.due = now.plusSeconds(2);
        }
    }

    private void open(Instant now, Duration step) {
        Held row = held.get(stream.inUse.keyId);
        long packets = Math.max(1, 1200 * step.toMillis() / 1000);
        decrypting = row != null && row.fetched.isPresent();
        if (row != null && decrypting) {
            if (!keyIds.contains(row.key.keyId)) {
                keyIds.add(row.key.keyId);
                late += row.wasAwaited ? 37 : 0;
            }
            boolean isSigned = row.key.suite.signs();
            isAttacked = isSigned && stream.hasImpostor;
            isUnvouched = isSigned && stream.isUnvouched;
            impostor += isAttacked ? packets : 0;
            unauthenticated += isUnvouched ? packets : 0;
            if (isUnvouched) {
                return;
            }
            authentic += isSigned ? packets : 0;
            row.opened += packets;
            opened += packets;
            row.lastUsed = Optional.of(now);
        } else if (row != null) {
            row.wasAwaited = true;
            refused += granted ? 0 : packets;
        }
    }

    ClientSnapshot snapshot() {
        ClientSnapshot.Status status = decrypting
                ? isUnvouched ? ClientSnapshot.Status.UNAUTHENTICATED : ClientSnapshot.Status.DECRYPTING
                : granted ? ClientSnapshot.Status.FETCHING : ClientSnapshot.Status.NO_ACCESS;
        Optional<CodedMessage> why = status == ClientSnapshot.Status.NO_ACCESS
                ? Optional.of(ClientMessage.KEY_NOT_GRANTED.with(KEY_SERVER, stream.inUse.keyId, stream.name))
                : isAttacked
                        ? Optional.of(ClientMessage.IMPOSTOR.with(impostor, keyInUse()))
                        : isUnvouched ? Optional.of(ClientMessage.UNAUTHENTICATED.with(keyInUse())) : Optional.empty();
        return new ClientSnapshot(name, List.of(stream.group), "picture", status, why, counters(),
                held.values().stream().map(this::row).toList(), keyIds, "nio");
    }

    private String keyInUse() {
        return new KeyName(stream.inUse.keyId, new KeyLine(stream.name), stream.inUse.number).withId();
    }

    boolean isDecrypting() {
        return decrypting && !isUnvouched;
    }

    private ClientCounters counters() {
        return new ClientCounters(opened + refused, opened, 0, late, 0, 0, 0, 0, 0, 0, 0,
                refused > 0 ? Map.of(RefusalReason.NOT_GRANTED, refused) : Map.of(), fetches, fetches, 0,
                opened * FakeStream.PAYLOAD, new ClientCounters.Authenticity(authentic, unauthenticated, impostor));
    }

    private DecryptionKeyRow row(Held row) {
        boolean has = row.fetched.isPresent();
        return new DecryptionKeyRow(row.key.keyId, has ? Optional.of(stream.name) : Optional.empty(),
                has ? stream.label() : KeyLabel.NONE,
                has ? row.key.number : 0,
                has ? Optional.of(row.key.suite) : Optional.empty(), status(row),
                has ? Optional.of(KEY_SERVER) : Optional.empty(), row.fetched, row.lastUsed, row.opened, 0, 0,
                has ? row.key.fingerprint() : "",
                granted
                        ? Optional.empty()
                        : Optional.of(ClientMessage.KEY_NOT_GRANTED.with(KEY_SERVER, row.key.keyId, stream.name)));
    }

    private KeyStatus status(Held row) {
        if (!granted && row.fetched.isEmpty()) {
            return KeyStatus.REFUSED;
        }
        if (row.fetched.isEmpty()) {
            return row.key == stream.pending ? KeyStatus.ANNOUNCED : KeyStatus.FETCHING;
        }
        return row.key == stream.inUse
                ? KeyStatus.IN_USE
                : row.key == stream.pending ? KeyStatus.READY : KeyStatus.FORMER;
    }

    private static final class Held {
        final FakeKey key;
        Instant due;
        Optional<Instant> fetched = Optional.empty();
        Optional<Instant> lastUsed = Optional.empty();
        long opened;
        boolean wasAwaited;

        Held(FakeKey key, Instant due) {
            this.key = key;
            this.due = due;
        }
    }
}
