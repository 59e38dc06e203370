package org.kagicast.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kagicast.model.Role;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TrustServiceGrpc;

/// Who may call what: the roles allowed for each method. A method that does not stand here is for nobody;
/// enrolment alone is open to strangers.
///
/// Whether a content server owns the key, and whether the policy grants a client the stream, is judged by the service,
/// which knows the key table.
final class Permissions {

    private static final Map<String, Set<Role>> ALLOWED = table();

    private Permissions() {
    }

    private static Map<String, Set<Role>> table() {
        Map<String, Set<Role>> allowed = new HashMap<>();
        allow(allowed, KeyServiceGrpc.getCreateKeyMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getDepositKeyMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getSetKeyStateMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getCountFetchersMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getWatchRekeyOrdersMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getConfirmWatchMethod(), Role.CONTENT_SERVER);
        allow(allowed, KeyServiceGrpc.getGetKeyMethod(), Role.CLIENT);
        allow(allowed, ReplicationServiceGrpc.getWatchChangesMethod(), Role.KEY_SLAVE);
        allow(allowed, ReplicationServiceGrpc.getGetKeyOnBehalfMethod(), Role.KEY_SLAVE);
        allow(allowed, ReplicationServiceGrpc.getReportFetchersMethod(), Role.KEY_SLAVE);
        allow(allowed, ReplicationServiceGrpc.getConfirmChangesMethod(), Role.KEY_SLAVE);
        allow(allowed, NodeServiceGrpc.getDescribeMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getWatchSnapshotsMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getWatchKeyTablesMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getWatchEventsMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getRekeyMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getSetGrantMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getRevokeMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getTakeOverStreamMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getReleaseStreamMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getReinstateMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getGetPolicyMethod(), Role.OPERATOR);
        allow(allowed, NodeServiceGrpc.getVerifyAuditMethod(), Role.OPERATOR);
        allow(allowed, EnrolmentServiceGrpc.getIssueTokenMethod(), Role.OPERATOR);
        allowEverybody(allowed, TrustServiceGrpc.getWatchRevocationsMethod());
        allow(allowed, EnrolmentServiceGrpc.getRenewOnBehalfMethod(), Role.KEY_SLAVE);
        allowEverybody(allowed, EnrolmentServiceGrpc.getRenewMethod());
        HealthGrpc.getServiceDescriptor().getMethods().forEach(method -> allowEverybody(allowed, method));
        ServerReflectionGrpc.getServiceDescriptor().getMethods().forEach(method -> allowEverybody(allowed, method));
        return Map.copyOf(allowed);
    }

    /// Every role, that is; strangers not.
    private static void allowEverybody(Map<String, Set<Role>> allowed, MethodDescriptor<?, ?> method) {
        Arrays.stream(Role.values()).forEach(role -> allow(allowed, method, role));
    }

    private static void allow(Map<String, Set<Role>> allowed, MethodDescriptor<?, ?> method, Role role) {
        allowed.computeIfAbsent(method.getFullMethodName(), name -> EnumSet.noneOf(Role.class)).add(role);
    }

    /// Whether a method may be called by anybody at all, proven or not.
    static boolean isOpenToStrangers(String method) {
        return method.equals(EnrolmentServiceGrpc.getEnrolMethod().getFullMethodName());
    }

    /// @param method its full name, as in `kagicast.v1.KeyService/GetKey`
    static boolean allows(Role role, String method) {
        return ALLOWED.getOrDefault(method, Set.of()).contains(role);
    }
}
