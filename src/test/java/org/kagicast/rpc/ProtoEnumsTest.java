package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.proto.GetKeyResponse.Refusal;

class ProtoEnumsTest {

    @Test
    @DisplayName("Every value survives the way there and back")
    void valuesRoundTrip() {
        for (CipherSuite suite : CipherSuite.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(suite))).contains(suite);
            assertThat(ProtoEnums.toProto(suite).getNumber()).isEqualTo(suite.number());
        }
        for (KeyState state : KeyState.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(state))).contains(state);
        }
        for (RefusalReason reason : RefusalReason.values()) {
            boolean isOfServers = reason != RefusalReason.NOT_SIGNED;
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(reason)))
                    .isEqualTo(isOfServers ? Optional.of(reason) : Optional.empty());
        }
        for (Role role : Role.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(role))).contains(role);
        }
        for (StreamSnapshot.Status status : StreamSnapshot.Status.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(status))).contains(status);
        }
        for (ClientSnapshot.Status status : ClientSnapshot.Status.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(status))).contains(status);
        }
        for (ClientSnapshot.KeyStatus status : ClientSnapshot.KeyStatus.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(status))).contains(status);
        }
        for (NodeEvent.Severity severity : NodeEvent.Severity.values()) {
            assertThat(ProtoEnums.toModel(ProtoEnums.toProto(severity))).contains(severity);
        }
    }

    @Test
    @DisplayName("Values that a newer node may send are empty here")
    void unknownValuesAreEmpty() {
        assertThat(ProtoEnums.toModel(org.kagicast.proto.CipherSuite.UNRECOGNIZED)).isEmpty();
        assertThat(ProtoEnums.toModel(org.kagicast.proto.KeyState.UNRECOGNIZED)).isEmpty();
        assertThat(ProtoEnums.toModel(Refusal.REFUSAL_UNSPECIFIED)).isEmpty();
        assertThat(ProtoEnums.toModel(org.kagicast.proto.Role.ROLE_UNSPECIFIED)).isEmpty();
    }
}
