package org.kagicast.rpc;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import org.kagicast.model.Identity;
import org.kagicast.model.Role;

/// What stands before every service on every transport, outermost first: faults become statuses, the caller is judged,
/// its request is measured.
public final class ServiceInterceptors {

    private ServiceInterceptors() {
    }

    /// @param server whose services they are; callers must be of its trust domain
    public static ServerServiceDefinition before(BindableService service, Identity server, PeerIdentities peers) {
        return ServerInterceptors.interceptForward(service,
                List.of(new FaultInterceptor(), new Authoriser(server.trustDomain(), peers), new SizeLimit(),
                        new ServerName(server.name())));
    }

    /// Whether a role may call a method at all; its service may still refuse what is asked of it.
    ///
    /// @param method its full name, as in `kagicast.v1.KeyService/GetKey`
    public static boolean allows(Role role, String method) {
        return Permissions.allows(role, method);
    }
}
