package org.kagicast.rpc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.model.Identity;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.ReplicationServiceGrpc;
import org.kagicast.proto.TrustServiceGrpc;

class AuthoriserTest {

    /// The table "who may do what" of the architecture, written out once more by hand.
    private static final Map<String, Set<Role>> MAY = Map.ofEntries(
            entry("kagicast.v1.KeyService/CreateKey", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.KeyService/DepositKey", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.KeyService/SetKeyState", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.KeyService/WatchRekeyOrders", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.KeyService/ConfirmWatch", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.KeyService/CountFetchers", Set.of(Role.CONTENT_SERVER)),
            entry("kagicast.v1.ReplicationService/ReportFetchers", Set.of(Role.KEY_SLAVE)),
            entry("kagicast.v1.ReplicationService/ConfirmChanges", Set.of(Role.KEY_SLAVE)),
            entry("kagicast.v1.KeyService/GetKey", Set.of(Role.CLIENT)),
            entry("kagicast.v1.ReplicationService/WatchChanges", Set.of(Role.KEY_SLAVE)),
            entry("kagicast.v1.ReplicationService/GetKeyOnBehalf", Set.of(Role.KEY_SLAVE)),
            entry("kagicast.v1.NodeService/Describe", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/WatchSnapshots", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/WatchKeyTables", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/WatchEvents", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/Rekey", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/SetGrant", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/Revoke", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/Reinstate", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/TakeOverStream", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/ReleaseStream", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.NodeService/GetPolicy", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.TrustService/WatchRevocations", Set.of(Role.values())),
            entry("kagicast.v1.NodeService/VerifyAudit", Set.of(Role.OPERATOR)),
            entry("kagicast.v1.EnrolmentService/Enrol", Set.of()),
            entry("kagicast.v1.EnrolmentService/Renew", Set.of(Role.values())),
            entry("kagicast.v1.EnrolmentService/RenewOnBehalf", Set.of(Role.KEY_SLAVE)),
            entry("kagicast.v1.EnrolmentService/IssueToken", Set.of(Role.OPERATOR)),
            entry("grpc.health.v1.Health/Check", Set.of(Role.values())),
            entry("grpc.health.v1.Health/Watch", Set.of(Role.values())),
            entry("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", Set.of(Role.values())));

    private final Authoriser authoriser = new Authoriser("lab", (call, headers) -> Optional.empty());

    private static Stream<String> methods() {
        return Stream
                .of(KeyServiceGrpc.getServiceDescriptor(), NodeServiceGrpc.getServiceDescriptor(),
                        EnrolmentServiceGrpc.getServiceDescriptor(), ReplicationServiceGrpc.getServiceDescriptor(),
                        TrustServiceGrpc.getServiceDescriptor(),
                        HealthGrpc.getServiceDescriptor(),
                        ServerReflectionGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(Collection::stream).map(MethodDescriptor::getFullMethodName);
    }

    static Stream<Arguments> cells() {
        return methods().flatMap(method -> Arrays.stream(Role.values()).map(role -> Arguments.of(role, method)));
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @MethodSource("cells")
    @DisplayName("Each role may call its own methods and no others")
    void eachCellOfTheTable(Role role, String method) {
        Optional<String> refusal = authoriser.judge(new Identity("lab", role, new NodeName("somebody")), method)
                .map(CodedMessage::text);

        if (MAY.get(method).contains(role)) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal.orElseThrow()).contains(role.text()).contains(method).contains("somebody");
        }
    }

    @Test
    @DisplayName("The table names every method there is")
    void everyMethodIsInTheTable() {
        assertThat(methods().toList()).containsExactlyInAnyOrderElementsOf(Set.copyOf(MAY.keySet()));
    }

    @Test
    @DisplayName("Enrolment, and nothing else, is open to strangers")
    void enrolmentIsOpenToStrangers() {
        assertThat(methods().filter(Permissions::isOpenToStrangers)).containsExactly(
                "kagicast.v1.EnrolmentService/Enrol");
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @MethodSource("cells")
    @DisplayName("Nobody of another trust domain may call anything")
    void otherTrustDomainMayNothing(Role role, String method) {
        assertThat(authoriser.judge(new Identity("elsewhere", role, new NodeName("somebody")), method).orElseThrow()
                .text())
                .contains("lab").contains("elsewhere");
    }

    @Test
    @DisplayName("A method that the table does not name is for nobody")
    void unlistedMethodIsForNobody() {
        for (Role role : Role.values()) {
            assertThat(authoriser.judge(new Identity("lab", role, new NodeName("somebody")),
                    "kagicast.v1.KeyService/ExportEverything")).isPresent();
        }
    }
}
