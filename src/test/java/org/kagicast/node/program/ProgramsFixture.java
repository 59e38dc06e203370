package org.kagicast.node.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.lab.Eventually;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;
import org.kagicast.rpc.keys.GrpcKeyFetcher;
import org.kagicast.rpc.network.TlsNetwork;
import org.kagicast.time.ManualTime;
import org.kagicast.time.SystemTime;
import org.kagicast.time.Time;

/// The programs of a key master and its slaves as they are: TLS on sockets of the loopback interface, tables in SQLite,
/// audit logs in files. The clock is turned by hand unless it
/// is the real one.
public final class ProgramsFixture implements AutoCloseable {

    public static final StreamName NEWS = new StreamName("news");

    private static final Set<Role> KEY_ROLES = EnumSet.of(Role.KEY_SERVER, Role.KEY_MASTER, Role.KEY_SLAVE);
    private static final Duration STEP = Duration.ofMillis(20);

    public final ManualTime time;
    private final Time clock;
    public final SecureRandom randomness = new SecureRandom();
    public final Path folder;
    public final Surroundings around;
    private final List<AutoCloseable> open = new ArrayList<>();
    private HostPort masterAddress = new HostPort("127.0.0.1", 0);

    public ProgramsFixture(Path folder) {
        this(folder, new ManualTime());
    }

    private ProgramsFixture(Path folder, ManualTime time) {
        this(folder, time, time);
    }

    /// With the real time, for those who come with it.
    public ProgramsFixture(Path folder, SystemTime clock) {
        this(folder, new ManualTime(), clock);
        closing(clock);
    }

    private ProgramsFixture(Path folder, ManualTime time, Time clock) {
        this.folder = folder;
        this.time = time;
        this.clock = clock;
        this.around = new Surroundings(clock, randomness, InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), Optional::empty);
        TrustDomain.init(folder.resolve("domain"), "lab", Optional.empty(), clock, randomness);
    }

    public TrustDomain domain() {
        return TrustDomain.open(folder.resolve("domain"), Optional::empty, clock, randomness);
    }

    public DataFolder data(String name) {
        return new DataFolder(folder.resolve(name));
    }

    /// Starts the key master, at the address that it had before.
    public Program master() {
        return master(new KekChoice.File(data("master").path().resolve("kek")));
    }

    /// The same with a key-encryption key from there.
    public Program master(KekChoice kek) {
        DataFolder data = data("master");
        Program master = closing(KeyServerProgram.start(new KeyServerSettings(Role.KEY_MASTER, masterAddress,
                Optional.of(folder.resolve("domain")), data.path().resolve("identity"), new NodeName("km"),
                List.of("127.0.0.1"), data, kek, "random", 100_000), around));
        masterAddress = master.address();
        return master;
    }

    public HostPort masterAddress() {
        return masterAddress;
    }

    /// Starts a key slave on its folder.
    public Program slave(String name) {
        return slave(name, masterAddress);
    }

    /// Starts a key slave that takes whoever listens there for its master.
    public Program slave(String name, HostPort master) {
        Path identity = folder.resolve(name + "-identity");
        if (!Files.exists(identity)) {
            domain().enrolHere(new Enrollee(Role.KEY_SLAVE, new NodeName(name), List.of("127.0.0.1"), Set.of()),
                    identity);
        }
        DataFolder data = data(name);
        return closing(KeySlaveProgram.start(new KeySlaveSettings(new HostPort("127.0.0.1", 0), identity,
                List.of(master), data, new KekChoice.File(data.path().resolve("kek"))), around));
    }

    public RenewableIdentity identity(Role role, String name, String... addresses) {
        return identity(domain(), role, name, addresses);
    }

    public RenewableIdentity identity(TrustDomain of, Role role, String name, String... addresses) {
        Path place = folder.resolve(of.fingerprint().hashCode() + role.text() + name);
        if (!Files.exists(place)) {
            of.enrolHere(new Enrollee(role, new NodeName(name), List.of(addresses), Set.of()), place);
        }
        return RenewableIdentity.load(place, clock, randomness);
    }

    public TlsNetwork network(RenewableIdentity self) {
        return new TlsNetwork(self, clock, Revocations.NONE, TrustAudit.NONE);
    }

    public Connection connect(RenewableIdentity caller, Program server) {
        return closing(network(caller).connect(List.of(server.address()), KEY_ROLES));
    }

    public static KeyAuthority authority(Program master) {
        return (KeyAuthority) master.node().roles().getFirst();
    }

    /// A key of a stream that the content server owns from now on, if it did not before.
    public CreatedKey create(Program master, String contentServer, StreamName stream) throws Exception {
        if (authority(master).policy().owners().stream().noneMatch(owner -> owner.getKey().equals(stream))) {
            authority(master).own(stream, new NodeName(contentServer));
        }
        return new GrpcKeyCreator(connect(identity(Role.CONTENT_SERVER, contentServer), master))
                .create(stream, CipherSuite.AES_256_GCM, UUID.randomUUID(), FetchReason.ON_DEMAND)
                .get(10, TimeUnit.SECONDS);
    }

    public FetchOutcome fetch(Program server, String client, KeyId keyId) throws Exception {
        return new GrpcKeyFetcher(connect(identity(Role.CLIENT, client), server)).fetch(keyId, FetchReason.ON_DEMAND)
                .outcome().get(10, TimeUnit.SECONDS);
    }

    public static KeyServerSnapshot snapshot(Program program) {
        return program.node().snapshot().join().keyServers().getFirst();
    }

    /// Lets time go by until something has come true.
    public void await(String what, BooleanSupplier condition) {
        Eventually.eventually(what, () -> {
            time.turn(STEP);
            return condition.getAsBoolean();
        });
    }

    public void awaitRevision(Program slave, long revision) {
        await("revision " + revision, () -> snapshot(slave).revision() == revision);
    }

    /// The entries of an audit log, one JSON object each.
    public List<String> audit(String name) {
        try {
            return Files.readAllLines(data(name).audit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for an entry with all these words.
    public void awaitAudited(String name, String... words) {
        await(String.join(" ", words) + " in the audit log of " + name,
                () -> audit(name).stream().anyMatch(entry -> List.of(words).stream().allMatch(entry::contains)));
    }

    public <C extends AutoCloseable> C closing(C closeable) {
        open.add(closeable);
        return closeable;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }
}
