package org.kagicast.rpc.network;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.HostPort;

/// Looks the hosts up, in order. Each address keeps the name that was dialled, which its certificate must cover. gRPC
/// calls one method at a time.
final class ServerAddressesResolver extends NameResolver {

    private final ServerAddresses servers;
    private final Executor offloading;
    private @Nullable Listener2 listener;

    ServerAddressesResolver(ServerAddresses servers, Executor offloading) {
        this.servers = servers;
        this.offloading = offloading;
    }

    @Override
    public String getServiceAuthority() {
        return servers.inOrder().getFirst().toString();
    }

    @Override
    public void start(Listener2 toTell) {
        this.listener = toTell;
        refresh();
    }

    @Override
    public void refresh() {
        Listener2 toTell = listener;
        if (toTell != null) {
            offloading.execute(() -> toTell.onResult(lookUp()));
        }
    }

    @Override
    public void shutdown() {
        listener = null;
    }

    /// A host that cannot be found does not keep the others from being used.
    private ResolutionResult lookUp() {
        List<EquivalentAddressGroup> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (HostPort server : servers.inOrder()) {
            try {
                found.add(group(server));
            } catch (UnknownHostException unknown) {
                missing.add(server.host());
            }
        }
        StatusOr<List<EquivalentAddressGroup>> result = found.isEmpty()
                ? StatusOr.fromStatus(Status.UNAVAILABLE.withDescription("no such host: " + missing)
                        .withCause(new UnknownHostException(String.join(", ", missing))))
                : StatusOr.fromValue(found);
        return ResolutionResult.newBuilder().setAddressesOrError(result).build();
    }

    private static EquivalentAddressGroup group(HostPort server) throws UnknownHostException {
        Attributes dialled = Attributes.newBuilder()
                .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, server.toString()).build();
        return new EquivalentAddressGroup(Arrays.stream(InetAddress.getAllByName(server.host()))
                .<SocketAddress>map(address -> new InetSocketAddress(address, server.port())).toList(), dialled);
    }
}
