package org.kagicast.rpc;

import io.grpc.Context;
import io.grpc.Status;
import java.util.Optional;
import org.kagicast.model.Identity;

/// Who makes the call that is being served, as the [Authoriser] found out.
public final class CallerIdentity {

    private static final Context.Key<Identity> KEY = Context.key("caller");

    private CallerIdentity() {
    }

    /// The caller; to be asked on the thread that gRPC serves the call on.
    ///
    /// @throws CallRefusedException if there is none, as when a service is served without an authoriser
    public static Identity current() {
        return Optional.ofNullable(KEY.get())
                .orElseThrow(() -> new CallRefusedException(Status.Code.UNAUTHENTICATED, Authoriser.NOBODY));
    }

    static Context in(Context context, Identity caller) {
        return context.withValue(KEY, caller);
    }
}
