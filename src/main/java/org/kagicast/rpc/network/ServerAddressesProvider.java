package org.kagicast.rpc.network;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.URI;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// How gRPC gets from `kagicast:///servers` to the [ServerAddresses] that the channel was given. gRPC finds this class
/// by its name in `META-INF/services`.
public final class ServerAddressesProvider extends NameResolverProvider {

    static final String SCHEME = "kagicast";

    /// For the service loader.
    public ServerAddressesProvider() {
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        ServerAddresses servers = args.getArg(ServerAddresses.KEY);
        Executor offloading = args.getOffloadExecutor();
        return SCHEME.equals(target.getScheme()) && servers != null
                ? new ServerAddressesResolver(servers, offloading == null ? Runnable::run : offloading)
                : null;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    /// Below gRPC's own, so that it is nobody's default.
    @Override
    protected int priority() {
        return 1;
    }
}
