package org.kagicast.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import org.kagicast.model.Identity;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;

/// Judges every call before its service sees it: is the caller somebody, of this trust domain, in a role that may call
/// this method? Refuses unless all are true. Enrolment alone is open to strangers, who show a token instead. Safe for use by
/// several threads.
final class Authoriser implements ServerInterceptor {

    private final String trustDomain;
    private final PeerIdentities peers;

    Authoriser(String trustDomain, PeerIdentities peers) {
        this.trustDomain = trustDomain;
        this.peers = peers;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
            ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (Permissions.isOpenToStrangers(method)) {
            return next.startCall(call, headers);
        }
        Identity caller = peers.of(call, headers)
                .orElseThrow(() -> new CallRefusedException(Status.Code.UNAUTHENTICATED,
                        ConnectionMessage.NOBODY.with()));
        judge(caller, method).ifPresent(sentence -> {
            throw new CallRefusedException(Status.Code.PERMISSION_DENIED, sentence);
        });
        return Contexts.interceptCall(CallerIdentity.in(Context.current(), caller,
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)), call, headers, next);
    }

    /// Why a caller may not call a method, in one sentence; empty when it may.
    Optional<CodedMessage> judge(Identity caller, String method) {
        if (!caller.trustDomain().equals(trustDomain)) {
            return Optional.of(ConnectionMessage.OTHER_DOMAIN.with(trustDomain, caller));
        }
        if (!Permissions.allows(caller.role(), method)) {
            return Optional.of(ConnectionMessage.WRONG_ROLE.with(caller.role().text(), method, caller.name()));
        }
        return Optional.empty();
    }
}
