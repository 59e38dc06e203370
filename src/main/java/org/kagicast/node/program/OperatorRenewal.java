package org.kagicast.node.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.AutomaticRenewal;
import org.kagicast.pki.CertificateSource;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.network.EnrolmentCaller;
import org.kagicast.time.Time;

/// Renews the certificate of an operator, who runs no program that lasts: at the node that he works with, if that gives
/// keys, and at whoever enrolled him. Several programs of one operator share what one of them has got. Safe for use by
/// several threads.
public final class OperatorRenewal implements AutoCloseable {

    private final Membership operator;
    private final Path folder;
    private final HostPort node;
    private final List<Connection> connections;
    private Optional<AutomaticRenewal> lasting = Optional.empty();

    private OperatorRenewal(Membership operator, Path folder, HostPort node) {
        this.operator = operator;
        this.folder = folder;
        this.node = node;
        this.connections = Stream.concat(Stream.of(node), Membership.enrolledAt(folder).stream()).distinct()
                .map(server -> operator.network().connect(List.of(server), Membership.KEY_SERVERS)).toList();
    }

    /// For a command: renews once if two thirds of the certificate's lifetime are over, and waits for that.
    ///
    /// @param folder of the operator's identity
    /// @param node that the command is for
    /// @return what is to be told of it; a failure is told when little time is left
    public static Optional<CodedMessage> onTheWay(Membership operator, Path folder, HostPort node, Time time) {
        if (!AutomaticRenewal.isDue(operator.self().current(), time.now())) {
            return Optional.empty();
        }
        try (OperatorRenewal renewal = new OperatorRenewal(operator, folder, node)) {
            operator.self().renew(renewal.source());
            return Optional.empty();
        } catch (OperatorException failed) {
            return AutomaticRenewal.problem(operator.self(), Optional.of(failed.coded()),
                    time.now());
        }
    }

    /// For a console: renews when it is time, until it is closed.
    public static OperatorRenewal lasting(Membership operator, Path folder, HostPort node, Time time,
            RandomGenerator randomness, Executor executor) {
        OperatorRenewal renewal = new OperatorRenewal(operator, folder, node);
        renewal.lasting = Optional
                .of(AutomaticRenewal.start(operator.self(), renewal.source(), time, randomness, executor));
        return renewal;
    }

    /// What is wrong with the operator's certificate, in one sentence; empty if all is well, and for one that is renewed
    /// once.
    public Optional<CodedMessage> problem() {
        return lasting.flatMap(AutomaticRenewal::problem);
    }

    /// Remembers a key server that could, for when the operator works with a node that cannot.
    private CertificateSource source() {
        CertificateSource all = EnrolmentCaller.renewing(connections, operator.self());
        CertificateSource atNode = EnrolmentCaller.renewing(connections.subList(0, 1), operator.self());
        return request -> {
            if (Membership.enrolledAt(folder).isPresent()) {
                return all.request(request);
            }
            var issued = atNode.request(request);
            Membership.remember(folder, node);
            return issued;
        };
    }

    @Override
    public void close() {
        lasting.ifPresent(AutomaticRenewal::close);
        connections.forEach(Connection::close);
    }
}
