package org.kagicast.rpc;

import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyState;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.proto.GetKeyResponse.Refusal;

/// The enumerations of the contracts in the model's terms and back. Values from outside may be unspecified or unknown,
/// which is empty here.
public final class ProtoEnums {

    private ProtoEnums() {
    }

    public static org.kagicast.proto.CipherSuite toProto(CipherSuite suite) {
        return switch (suite) {
            case AES_128_GCM -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128;
            case AES_256_GCM -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128;
        };
    }

    public static Optional<CipherSuite> toModel(org.kagicast.proto.CipherSuite suite) {
        return switch (suite) {
            case CIPHER_SUITE_AES_128_GCM_SHA256_128 -> Optional.of(CipherSuite.AES_128_GCM);
            case CIPHER_SUITE_AES_256_GCM_SHA512_128 -> Optional.of(CipherSuite.AES_256_GCM);
            case CIPHER_SUITE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static org.kagicast.proto.KeyState toProto(KeyState state) {
        return switch (state) {
            case PRE_ACTIVE -> org.kagicast.proto.KeyState.KEY_STATE_PRE_ACTIVE;
            case ACTIVE -> org.kagicast.proto.KeyState.KEY_STATE_ACTIVE;
            case DEACTIVATED -> org.kagicast.proto.KeyState.KEY_STATE_DEACTIVATED;
            case COMPROMISED -> org.kagicast.proto.KeyState.KEY_STATE_COMPROMISED;
            case DESTROYED -> org.kagicast.proto.KeyState.KEY_STATE_DESTROYED;
        };
    }

    public static Optional<KeyState> toModel(org.kagicast.proto.KeyState state) {
        return switch (state) {
            case KEY_STATE_PRE_ACTIVE -> Optional.of(KeyState.PRE_ACTIVE);
            case KEY_STATE_ACTIVE -> Optional.of(KeyState.ACTIVE);
            case KEY_STATE_DEACTIVATED -> Optional.of(KeyState.DEACTIVATED);
            case KEY_STATE_COMPROMISED -> Optional.of(KeyState.COMPROMISED);
            case KEY_STATE_DESTROYED -> Optional.of(KeyState.DESTROYED);
            case KEY_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static Refusal toProto(RefusalReason reason) {
        return switch (reason) {
            case UNKNOWN -> Refusal.REFUSAL_UNKNOWN;
            case NOT_GRANTED -> Refusal.REFUSAL_NOT_GRANTED;
            case REVOKED -> Refusal.REFUSAL_REVOKED;
            case SENDER_REVOKED -> Refusal.REFUSAL_SENDER_REVOKED;
        };
    }

    public static Optional<RefusalReason> toModel(Refusal refusal) {
        return switch (refusal) {
            case REFUSAL_UNKNOWN -> Optional.of(RefusalReason.UNKNOWN);
            case REFUSAL_NOT_GRANTED -> Optional.of(RefusalReason.NOT_GRANTED);
            case REFUSAL_REVOKED -> Optional.of(RefusalReason.REVOKED);
            case REFUSAL_SENDER_REVOKED -> Optional.of(RefusalReason.SENDER_REVOKED);
            case REFUSAL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static org.kagicast.proto.Role toProto(Role role) {
        return switch (role) {
            case KEY_SERVER -> org.kagicast.proto.Role.ROLE_KEY_SERVER;
            case KEY_MASTER -> org.kagicast.proto.Role.ROLE_KEY_MASTER;
            case KEY_SLAVE -> org.kagicast.proto.Role.ROLE_KEY_SLAVE;
            case CONTENT_SERVER -> org.kagicast.proto.Role.ROLE_CONTENT_SERVER;
            case CLIENT -> org.kagicast.proto.Role.ROLE_CLIENT;
            case OPERATOR -> org.kagicast.proto.Role.ROLE_OPERATOR;
        };
    }

    public static Optional<Role> toModel(org.kagicast.proto.Role role) {
        return switch (role) {
            case ROLE_KEY_SERVER -> Optional.of(Role.KEY_SERVER);
            case ROLE_KEY_MASTER -> Optional.of(Role.KEY_MASTER);
            case ROLE_KEY_SLAVE -> Optional.of(Role.KEY_SLAVE);
            case ROLE_CONTENT_SERVER -> Optional.of(Role.CONTENT_SERVER);
            case ROLE_CLIENT -> Optional.of(Role.CLIENT);
            case ROLE_OPERATOR -> Optional.of(Role.OPERATOR);
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
