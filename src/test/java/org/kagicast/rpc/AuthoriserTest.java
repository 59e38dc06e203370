package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
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
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.NodeServiceGrpc;
import org.kagicast.proto.ReplicationServiceGrpc;

class AuthoriserTest {

    /// The table "who may do what" of the architecture, written out once more by hand.
    private static final Map<String, Role> MAY = Map.ofEntries(
            Map.entry("kagicast.v1.KeyService/CreateKey", Role.CONTENT_SERVER),
            Map.entry("kagicast.v1.KeyService/DepositKey", Role.CONTENT_SERVER),
            Map.entry("kagicast.v1.KeyService/SetKeyState", Role.CONTENT_SERVER),
            Map.entry("kagicast.v1.KeyService/WatchRekeyOrders", Role.CONTENT_SERVER),
            Map.entry("kagicast.v1.KeyService/GetKey", Role.CLIENT),
            Map.entry("kagicast.v1.ReplicationService/WatchChanges", Role.KEY_SLAVE),
            Map.entry("kagicast.v1.ReplicationService/GetKeyOnBehalf", Role.KEY_SLAVE),
            Map.entry("kagicast.v1.NodeService/Describe", Role.OPERATOR),
            Map.entry("kagicast.v1.NodeService/WatchSnapshots", Role.OPERATOR),
            Map.entry("kagicast.v1.NodeService/WatchEvents", Role.OPERATOR),
            Map.entry("kagicast.v1.NodeService/Rekey", Role.OPERATOR));

    private final Authoriser authoriser = new Authoriser("lab", (call, headers) -> Optional.empty());

    private static Stream<String> methods() {
        return Stream
                .of(KeyServiceGrpc.getServiceDescriptor().getMethods(),
                        ReplicationServiceGrpc.getServiceDescriptor().getMethods(),
                        NodeServiceGrpc.getServiceDescriptor().getMethods())
                .flatMap(Collection::stream).map(MethodDescriptor::getFullMethodName);
    }

    static Stream<Arguments> cells() {
        return methods().flatMap(method -> Arrays.stream(Role.values()).map(role -> Arguments.of(role, method)));
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @MethodSource("cells")
    @DisplayName("Each role may call its own methods and no others")
    void eachCellOfTheTable(Role role, String method) {
        Optional<String> refusal = authoriser.judge(new Identity("lab", role, new NodeName("somebody")), method);

        if (MAY.get(method) == role) {
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

    @ParameterizedTest(name = "{0} calls {1}")
    @MethodSource("cells")
    @DisplayName("Nobody of another trust domain may call anything")
    void otherTrustDomainMayNothing(Role role, String method) {
        assertThat(authoriser.judge(new Identity("elsewhere", role, new NodeName("somebody")), method).orElseThrow())
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
