package org.kagicast.node.program;

import io.grpc.BindableService;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.kagicast.audit.AuditKeeper;
import org.kagicast.audit.AuditLog;
import org.kagicast.files.CloseStack;
import org.kagicast.files.DiskReserve;
import org.kagicast.files.DiskRoom;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.keyserver.KeyMaster;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keyserver.RevocationService;
import org.kagicast.keytable.KeyIdAllocator;
import org.kagicast.keytable.KeyTable;
import org.kagicast.keytable.Retention;
import org.kagicast.keytable.TableLimits;
import org.kagicast.keytable.sqlite.SqliteKeyTable;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.node.Node;
import org.kagicast.node.NodeService;
import org.kagicast.node.NoticeLog;
import org.kagicast.pki.AutomaticRenewal;
import org.kagicast.pki.CertificateSource;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.RenewableIdentity;
import org.kagicast.pki.Revocations;
import org.kagicast.pki.TrustAudit;
import org.kagicast.pki.ca.Enrolment;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.network.EnrolmentEndpoint;
import org.kagicast.rpc.network.NetworkServing;
import org.kagicast.rpc.network.TlsNetwork;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program of a key server or key master: durable key table, enrolment, key service and node service behind mutual TLS.
public final class KeyServerProgram {

    private static final Logger LOG = LoggerFactory.getLogger(KeyServerProgram.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    /// How soon a revocation is stored that could not be, once there is room again.
    private static final Duration STORING = Duration.ofSeconds(2);

    private final KeyServerSettings settings;
    private final Surroundings around;
    private final CloseStack parts;

    private KeyServerProgram(KeyServerSettings settings, Surroundings around, CloseStack parts) {
        this.settings = settings;
        this.around = around;
        this.parts = parts;
    }

    /// @throws OperatorException if something cannot be opened; nothing runs then
    public static Program start(KeyServerSettings settings, Surroundings around) {
        return CloseStack.opening(parts -> new KeyServerProgram(settings, around, parts).start());
    }

    private Program start() {
        Optional<TrustDomain> domain = settings.domain().map(folder -> TrustDomain.open(folder, around.passphrase(),
                around.time(), around.randomness()));
        RenewableIdentity self = identity(domain);
        Node node = NoticeLog.of(new Node(self.identity().name(), around.time()));
        settings.data().create();
        DiskRoom room = settings.data().reserve(DiskReserve.USUAL_BYTES);
        KeyTable table = parts.add(table(room));
        AuditLog audit = parts.add(settings.data().openAudit(AuditKeeper.KEY_SERVER, room, around.time()));
        TrustAudit trust = parts.add(new AuditedTrust(audit, around.time()));
        ExecutorService answering = parts.add(Executors.newVirtualThreadPerTaskExecutor());
        KeyAuthority keyServer = authority(self.identity(), table, node, audit, answering);
        keyServer.begin(audit.table());
        Revocations revocations = who -> keyServer.isRevoked(Member.of(who));
        parts.add(node);
        List<BindableService> services = new ArrayList<>(keyServer.services());
        services.add(parts.add(new RevocationService(table, around.time(), answering)));
        services.add(new NodeService(node, self.identity().trustDomain(), around.time(), answering,
                Optional.of(settings.data().ownAudit(audit))));
        Optional<Enrolment> enrolment = domain.map(own -> parts.add(own.enrolment(revocations,
                (who, streams) -> streams.forEach(line -> grant(keyServer, who, line)),
                trust)));
        domain.ifPresent(own -> keyServer.consult(new EnrolledMembers(own.register(), around.time())));
        enrolment.ifPresent(own -> services.add(new EnrolmentEndpoint(own)));
        AutomaticRenewal renewal = renewal(self, enrolment, answering);
        Consumer<PeerCertificate> connected = certificate -> enrolment
                .ifPresent(own -> answering.execute(() -> own.connected(certificate)));
        NetworkServing serving = new TlsNetwork(self, around.time(), revocations, trust, connected)
                .serve(settings.listen(), services);
        node.reachedBy(serving::connections);
        node.writesOn(() -> DataFolder.disk(room, audit, Optional.of(table)));
        Membership.shown(node, self, renewal);
        enrolment.ifPresent(own -> node.tells(own::problems));
        node.add(keyServer, serving::close, () -> {
        });
        Time.Scheduled sweeping = around.time().every(SWEEP, answering, () -> sweep(keyServer, enrolment));
        parts.add(sweeping::cancel);
        Time.Scheduled storing = around.time().every(STORING, answering, () -> {
            if (room.left().hasReserve()) {
                keyServer.storeUnstored();
            }
        });
        parts.add(storing::cancel);
        answering.execute(() -> auditTokens(enrolment));
        return new Program(node, self.identity(), serving.address(), new CompletableFuture<>(), parts);
    }

    /// Whoever has the domain's folder renews its own certificate before it serves, however long it was off; whoever does
    /// not is a node like others.
    private AutomaticRenewal renewal(RenewableIdentity self, Optional<Enrolment> enrolment, Executor executor) {
        if (enrolment.isEmpty()) {
            Membership member = Membership.of(self, around);
            return member.renew(settings.identity(), List.of(), around, executor, parts);
        }
        CertificateSource own = enrolment.get().forHost(self);
        if (self.current().isExpired(around.time().now())) {
            self.renew(own);
        }
        return parts.add(AutomaticRenewal.start(self, own, around.time(), around.randomness(), executor));
    }

    /// What cannot be stored or audited now is swept later.
    private static void sweep(KeyAuthority keyServer, Optional<Enrolment> enrolment) {
        auditTokens(enrolment);
        try {
            keyServer.storeUnstored();
            keyServer.sweep(Retention.DEFAULT);
        } catch (OperatorException notNow) {
            LOG.warn("{}", notNow.getMessage());
        }
    }

    /// What a token says of a stream: a client may have its keys, a content server owns it.
    private static void grant(KeyAuthority keyServer, Identity who, KeyLine line) {
        if (who.role() == Role.CONTENT_SERVER) {
            keyServer.own(keyServer.identity(), line.stream(), who.name());
        } else {
            keyServer.grant(keyServer.identity(), who.name(), line);
        }
    }

    private static void auditTokens(Optional<Enrolment> enrolment) {
        try {
            enrolment.ifPresent(Enrolment::auditTokens);
        } catch (OperatorException notNow) {
            LOG.warn("{}", notNow.getMessage());
        }
    }

    private KeyAuthority authority(Identity self, KeyTable table, Node node, AuditLog audit, Executor executor) {
        return settings.role() == Role.KEY_MASTER
                ? new KeyMaster(self, table, around.time(), node.events(), audit, executor)
                : new KeyServer(self, table, around.time(), node.events(), audit);
    }

    private RenewableIdentity identity(Optional<TrustDomain> domain) {
        if (!Files.exists(settings.identity())) {
            TrustDomain own = domain.orElseThrow(() -> new OperatorException("There is no identity in "
                    + settings.identity()
                    + ": enrol this key server into that folder, or name the trust domain's folder"
                    + " with --domain."));
            own.requireNobodyEnrols();
            settings.data().create();
            own.enrolHere(new Enrollee(settings.role(), settings.name(), settings.addresses(), Set.of()),
                    settings.identity());
        }
        RenewableIdentity self = domain.isPresent()
                ? RenewableIdentity.loadOfHost(settings.identity(), around.time(), around.randomness())
                : RenewableIdentity.load(settings.identity(), around.time(), around.randomness());
        if (self.identity().role() != settings.role()) {
            throw new OperatorException("The identity in " + settings.identity() + " belongs to the "
                    + self.identity().role().text() + " " + self.identity().name() + ": enrol a "
                    + settings.role().text() + " into another folder.");
        }
        return self;
    }

    private KeyTable table(DiskRoom room) {
        DataFolder data = settings.data();
        return DataFolder.opened(settings.kek(), data.keyTable(), around.randomness(),
                kek -> SqliteKeyTable.open(data.keyTable(), kek,
                        KeyIdAllocator.of(settings.keyIds(), around.randomness()),
                        TableLimits.DEFAULT.withRecords(settings.mostKeys()), room, around.randomness(),
                        around.time()));
    }
}
