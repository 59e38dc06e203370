package org.kagicast.bench;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.node.program.Surroundings;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.network.ServerLoops;

/// Measures how many authorised key requests a second a key server answers over mutual TLS 1.3, and how fast: the
/// program itself, in a process and a trust domain of its own, asked from this process; beside it a [BareKeyServer] asked
/// in the same way, so that the ratio holds on any machine.
public final class KeyRequestsBench {

    private static final NodeName CLIENT = new NodeName("client");
    private static final NodeName BARE = new NodeName("bare");

    private final KeyRequestsSettings settings;
    private final Surroundings around;
    private final BooleanSupplier stopped;

    /// @param stopped asked now and then whether to end early
    public KeyRequestsBench(KeyRequestsSettings settings, Surroundings around, BooleanSupplier stopped) {
        this.settings = settings;
        this.around = around;
        this.stopped = stopped;
    }

    /// What is asked, and whom.
    private record Subject(HostPort server, List<Question> questions) {}

    /// Measures one mode after the other.
    ///
    /// @param rows gets each row as it is there
    /// @throws org.kagicast.model.OperatorException if a server cannot be started
    public void run(Consumer<KeyRequestsRow> rows) throws InterruptedException {
        try (ScratchFolder scratch = ScratchFolder.make()) {
            TrustDomain domain = TrustDomain.init(scratch.path("domain"), "bench", Optional.empty(), around.time(),
                    around.randomness());
            domain.enrolHere(new Enrollee(Role.KEY_SERVER, BARE, List.of("127.0.0.1"), Set.of()), scratch.path("bare"));
            NodeIdentity client = domain.enrolHere(Enrollee.of(Role.CLIENT, CLIENT), scratch.path("client"));
            try (ChildProgram keyServer = ChildProgram.start("key-server", "--data", scratch.path("data").toString(),
                    "--domain", scratch.path("domain").toString());
                    ChildProgram bare = ChildProgram.start("bench", "bare-key-server", "--identity",
                            scratch.path("bare").toString())) {
                Subject real = new Subject(keyServer.address(), new Keys(domain, keyServer.address(), around)
                        .make(scratch.path("content-server"), CLIENT));
                run(client, real, new Subject(bare.address(), alike(real.questions())), rows);
            }
        }
    }

    /// As many questions for the server that gives the same key to all.
    private static List<Question> alike(List<Question> questions) {
        return questions.stream().map(question -> new KeyId(question.request().getKeyId()))
                .map(keyId -> Question.of(keyId, BareKeyServer.fingerprint())).toList();
    }

    private void run(NodeIdentity client, Subject real, Subject bare, Consumer<KeyRequestsRow> rows)
            throws InterruptedException {
        for (ConnectionMode mode : settings.modes()) {
            KeyRequestsRow row = measure(client, real, bare, mode);
            if (stopped.getAsBoolean()) {
                return;
            }
            rows.accept(row);
        }
    }

    /// Both are warm before either is measured.
    private KeyRequestsRow measure(NodeIdentity client, Subject real, Subject bare, ConnectionMode mode)
            throws InterruptedException {
        try (ServerLoops loops = new ServerLoops();
                Load onReal = load(client, real, mode, loops);
                Load onBare = load(client, bare, mode, loops)) {
            onBare.ask(settings.warmUp(mode), stopped);
            onReal.ask(settings.warmUp(mode), stopped);
            Load.Result reached = onReal.ask(settings.measured(), stopped);
            Load.Result limit = onBare.ask(settings.measured(), stopped);
            return KeyRequestsRow.of(mode, settings.connections(), reached, limit);
        }
    }

    private Load load(NodeIdentity client, Subject subject, ConnectionMode mode, ServerLoops loops) {
        return new Load(subject.server(), client, mode, settings.connections(), subject.questions(), loops,
                around.time());
    }
}
