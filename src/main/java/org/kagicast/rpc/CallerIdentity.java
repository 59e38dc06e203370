package org.kagicast.rpc;

import io.grpc.Context;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Identity;
import org.kagicast.model.message.ConnectionMessage;

/// Who makes the call that is being served, as the [Authoriser] found out.
public final class CallerIdentity {

    private static final Context.Key<Identity> KEY = Context.key("caller");
    private static final Context.Key<@Nullable SocketAddress> ADDRESS = Context.key("address");

    private CallerIdentity() {
    }

    /// The caller; to be asked on the thread that gRPC serves the call on.
    ///
    /// @throws CallRefusedException if there is none, as when a service is served without an authoriser
    public static Identity current() {
        return Optional.ofNullable(KEY.get())
                .orElseThrow(() -> new CallRefusedException(Status.Code.UNAUTHENTICATED,
                        ConnectionMessage.NOBODY.with()));
    }

    /// Where the caller calls from, for people.
    public static String from() {
        return switch (ADDRESS.get()) {
            case InetSocketAddress address when address.getAddress() != null ->
                address.getAddress().getHostAddress() + " port " + address.getPort();
            case null -> "an unknown address";
            default -> "this process";
        };
    }

    /// @param address where the caller calls from, if that is known
    static Context in(Context context, Identity caller, @Nullable SocketAddress address) {
        return context.withValues(KEY, caller, ADDRESS, address);
    }
}
