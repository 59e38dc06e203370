package org.kagicast.rpc;

import io.grpc.BindableService;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.kagicast.model.Identity;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.OpeningMessage;

/// gRPC between roles of one process: servers that are found by their identity, with the same guard before their
/// services as on a real network. Two networks in one process do not meet. Safe for use by several threads.
public final class InProcessNetwork {

    private final String prefix = UUID.randomUUID() + "/";
    private final Executor executor;

    /// Serves and answers on virtual threads.
    public InProcessNetwork() {
        this(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kagicast-rpc-", 0).factory()));
    }

    /// @param executor runs services, and what waits for their answers
    public InProcessNetwork(Executor executor) {
        this.executor = executor;
    }

    /// Starts a server. Callers must be of its trust domain.
    ///
    /// @throws OperatorException if a server of this identity runs already
    public Serving serve(Identity server, List<? extends BindableService> services) {
        InProcessServerBuilder builder = InProcessServerBuilder.forName(prefix + server).executor(executor);
        services.forEach(
                service -> builder.addService(ServiceInterceptors.before(service, server, new AttachedIdentities())));
        try {
            return new Serving(builder.build().start());
        } catch (IOException taken) {
            throw new OperatorException(OpeningMessage.IDENTITY_HERE_ALREADY.with(server.role().text(), server.name()),
                    taken);
        }
    }

    /// Opens a way from one identity to the server of another, which need not run yet.
    public Connection connect(Identity caller, Identity server) {
        return new Connection(InProcessChannelBuilder.forName(prefix + server).executor(executor)
                .intercept(AttachedIdentities.attaching(caller)).build(),
                server.role().text() + " " + server.name(), server.name(), Connection.Leaving.NOWHERE);
    }
}
