package org.kagicast.console.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.kagicast.contentserver.rekey.RekeyMachine;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyState;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.Hold;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.LabelState;
import org.kagicast.model.StreamSnapshot.LastChange;
import org.kagicast.model.StreamSnapshot.PendingChange;
import org.kagicast.model.message.CodedMessage;

/// A stream, and the content server that sends it.
final class FakeStream {

    static final int PAYLOAD = 1316;

    final StreamName name;
    final NodeName server;
    final MulticastGroup group;
    final String source;
    Duration leadTime = Duration.ofSeconds(5);
    Duration cryptoPeriod = Duration.ofSeconds(60);
    final List<FakeKey> keys = new ArrayList<>();
    FakeKey inUse;
    @Nullable
    FakeKey pending;
    Optional<PendingChange> change = Optional.empty();
    private final int packetsPerSecond;
    private final boolean announces;
    private final Function<FakeStream, FakeKey> create;
    private final Random random;
    private Optional<LastChange> lastChange = Optional.empty();
    private Instant since;
    private long packetsSent;
    private int announced;
    private int immediate;
    Optional<String> problem = Optional.empty();
    boolean isSigning;
    boolean hasImpostor;
    boolean isUnvouched;
    boolean isNeglected;
    /// The first changes with the stream.
    private final Map<KeyLabel, FakeKey> labels = new LinkedHashMap<>();

    FakeStream(String name, String server, String group, String source, int packetsPerSecond, boolean announces,
            Instant now, Function<FakeStream, FakeKey> create, Random random) {
        this.name = new StreamName(name);
        this.server = new NodeName(server);
        this.group = MulticastGroup.parse(group);
        this.source = source;
        this.packetsPerSecond = packetsPerSecond;
        this.announces = announces;
        this.create = create;
        this.random = random;
        this.inUse = create.apply(this);
        keys.add(inUse);
        inUse.activate(now);
        since = now;
    }

    void step(Instant now, Duration step) {
        long packets = Math.round(packetsPerSecond * (0.85 + random.nextDouble() * 0.3) * step.toMillis() / 1000.0);
        packetsSent += packets;
        inUse.packets += packets;
        Duration age = Duration.between(since, now);
        if (change.isPresent() && change.get().hold().isEmpty() && !now.isBefore(change.get().switchAt())) {
            switchTo(now, true);
        } else if (isNeglected) {
            return;
        } else if (change.isEmpty() && announces && age.plus(leadTime).compareTo(cryptoPeriod) >= 0) {
            announce(now, leadTime);
        } else if (!announces && age.compareTo(cryptoPeriod) >= 0) {
            changeNow(now);
        }
    }

    KeyId order(RekeyCommand command, Instant now) {
        command.key().filter(named -> pending == null || !pending.keyId.equals(named)).ifPresent(named -> {
            throw new OperatorException("Key " + name + " "
                    + keys.stream().filter(key -> key.keyId.equals(named)).findFirst().orElseThrow().number
                    + (inUse.keyId.equals(named) ? " is in use already" : " was withdrawn") + "; "
                    + RekeyMachine.nothingDone(command).text() + ".");
        });
        return switch (command) {
            case RekeyCommand.Now all -> changeNow(now);
            case RekeyCommand.Announce announce -> announce(now, announce.leadTime().orElse(leadTime));
            case RekeyCommand.Hold hold -> {
                FakeKey held = requirePending();
                change = change.map(before -> new PendingChange(before.keyId(), before.announced(), before.switchAt(),
                        before.fetchers(), before.expected(),
                        Optional.of(new Hold(now, hold.untilShare(), hold.atMost().map(now::plus)))));
                yield held.keyId;
            }
            case RekeyCommand.SwitchNow all -> {
                requirePending();
                switchTo(now, true);
                yield inUse.keyId;
            }
            case RekeyCommand.Cancel all -> {
                FakeKey cancelled = requirePending();
                cancelled.deactivate(now);
                withdraw();
                yield cancelled.keyId;
            }
        };
    }

    /// The key in use may be known to somebody who must not have it: changes to another.
    KeyId compromise(Instant now) {
        FakeKey known = inUse;
        changeNow(now);
        known.state = KeyState.COMPROMISED;
        return known.keyId;
    }

    void label(List<String> names, Instant now) {
        names.forEach(each -> {
            FakeKey key = labels.isEmpty() ? inUse : create.apply(this);
            key.activate(now);
            labels.put(new KeyLabel(each), key);
        });
    }

    /// That of the keys that change.
    KeyLabel label() {
        return labels.isEmpty() ? KeyLabel.NONE : labels.keySet().iterator().next();
    }

    private List<LabelState> labelStates() {
        List<LabelState> states = new ArrayList<>();
        labels.forEach((label, key) -> states.add(states.isEmpty()
                ? new LabelState(label, Optional.of(new KeyInUse(inUse.keyId, since, inUse.packets)), counted(),
                        lastChange)
                : new LabelState(label, Optional.of(new KeyInUse(key.keyId, since, 0)), Optional.empty(),
                        Optional.empty())));
        return states;
    }

    StreamSnapshot snapshot() {
        return new StreamSnapshot(name, group, source,
                problem.isPresent() ? StreamSnapshot.Status.FAILED : StreamSnapshot.Status.SENDING,
                problem.map(CodedMessage::plain),
                Optional.of(new KeyInUse(inUse.keyId, since, inUse.packets)), counted(), lastChange, leadTime,
                cryptoPeriod, packetsSent, packetsSent * PAYLOAD, 0, announced, immediate,
                keys.stream().filter(key -> key.activated.isPresent()).map(key -> key.keyId).toList(), labelStates());
    }

    private Optional<PendingChange> counted() {
        FakeKey coming = pending;
        return coming == null
                ? Optional.empty()
                : change.map(known -> new PendingChange(known.keyId(), known.announced(), known.switchAt(),
                        Optional.of(coming.fetchers.size()), Optional.of(inUse.fetchers.size()), known.hold()));
    }

    private KeyId announce(Instant now, Duration lead) {
        if (pending != null) {
            throw new OperatorException("A change of " + name + " is announced already: cancel it or switch now.");
        }
        FakeKey next = create.apply(this);
        keys.add(next);
        pending = next;
        change = Optional.of(new PendingChange(next.keyId, now, now.plus(lead)));
        return next.keyId;
    }

    private KeyId changeNow(Instant now) {
        withdraw();
        pending = create.apply(this);
        keys.add(pending);
        switchTo(now, false);
        return inUse.keyId;
    }

    private void switchTo(Instant now, boolean wasAnnounced) {
        FakeKey next = requirePending();
        lastChange = Optional.of(new LastChange(inUse.keyId, next.keyId, wasAnnounced, now));
        inUse.deactivate(now);
        next.activate(now);
        inUse = next;
        since = now;
        announced += wasAnnounced ? 1 : 0;
        immediate += wasAnnounced ? 0 : 1;
        withdraw();
    }

    private void withdraw() {
        pending = null;
        change = Optional.empty();
    }

    private FakeKey requirePending() {
        if (pending == null) {
            throw new OperatorException("No change of " + name + " is announced: announce one first.");
        }
        return pending;
    }
}
