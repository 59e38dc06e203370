package org.kagicast.rpc;

import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.proto.ClientStatus;
import org.kagicast.proto.DecryptionKeyStatus;
import org.kagicast.proto.GetKeyResponse.Refusal;
import org.kagicast.proto.NodeEvent;
import org.kagicast.proto.StreamStatus;

/// The enumerations of the contracts in the model's terms and back. Values from outside may be unspecified or unknown,
/// which is empty here.
public final class ProtoEnums {

    private ProtoEnums() {
    }

    public static org.kagicast.proto.CipherSuite toProto(CipherSuite suite) {
        return switch (suite) {
            case AES_128_GCM -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128;
            case AES_256_GCM -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128;
            case AES_128_GCM_ED25519 -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_128_GCM_SHA256_128_ED25519;
            case AES_256_GCM_ED25519 -> org.kagicast.proto.CipherSuite.CIPHER_SUITE_AES_256_GCM_SHA512_128_ED25519;
        };
    }

    public static Optional<CipherSuite> toModel(org.kagicast.proto.CipherSuite suite) {
        return switch (suite) {
            case CIPHER_SUITE_AES_128_GCM_SHA256_128 -> Optional.of(CipherSuite.AES_128_GCM);
            case CIPHER_SUITE_AES_256_GCM_SHA512_128 -> Optional.of(CipherSuite.AES_256_GCM);
            case CIPHER_SUITE_AES_128_GCM_SHA256_128_ED25519 -> Optional.of(CipherSuite.AES_128_GCM_ED25519);
            case CIPHER_SUITE_AES_256_GCM_SHA512_128_ED25519 -> Optional.of(CipherSuite.AES_256_GCM_ED25519);
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
            case NOT_SIGNED -> Refusal.REFUSAL_UNSPECIFIED;
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

    public static StreamStatus toProto(StreamSnapshot.Status status) {
        return switch (status) {
            case STARTING -> StreamStatus.STREAM_STATUS_STARTING;
            case SENDING -> StreamStatus.STREAM_STATUS_SENDING;
            case ENDED -> StreamStatus.STREAM_STATUS_ENDED;
            case FAILED -> StreamStatus.STREAM_STATUS_FAILED;
        };
    }

    public static Optional<StreamSnapshot.Status> toModel(StreamStatus status) {
        return switch (status) {
            case STREAM_STATUS_STARTING -> Optional.of(StreamSnapshot.Status.STARTING);
            case STREAM_STATUS_SENDING -> Optional.of(StreamSnapshot.Status.SENDING);
            case STREAM_STATUS_ENDED -> Optional.of(StreamSnapshot.Status.ENDED);
            case STREAM_STATUS_FAILED -> Optional.of(StreamSnapshot.Status.FAILED);
            case STREAM_STATUS_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static ClientStatus toProto(ClientSnapshot.Status status) {
        return switch (status) {
            case WAITING -> ClientStatus.CLIENT_STATUS_WAITING;
            case DECRYPTING -> ClientStatus.CLIENT_STATUS_DECRYPTING;
            case FETCHING -> ClientStatus.CLIENT_STATUS_FETCHING;
            case NO_ACCESS -> ClientStatus.CLIENT_STATUS_NO_ACCESS;
            case NO_KEY_SERVER -> ClientStatus.CLIENT_STATUS_NO_KEY_SERVER;
            case FORGED -> ClientStatus.CLIENT_STATUS_FORGED;
            case UNAUTHENTICATED -> ClientStatus.CLIENT_STATUS_UNAUTHENTICATED;
            case TOO_OLD -> ClientStatus.CLIENT_STATUS_TOO_OLD;
            case NO_INTERFACE -> ClientStatus.CLIENT_STATUS_NO_INTERFACE;
            case FAILED -> ClientStatus.CLIENT_STATUS_FAILED;
        };
    }

    public static Optional<ClientSnapshot.Status> toModel(ClientStatus status) {
        return switch (status) {
            case CLIENT_STATUS_WAITING -> Optional.of(ClientSnapshot.Status.WAITING);
            case CLIENT_STATUS_DECRYPTING -> Optional.of(ClientSnapshot.Status.DECRYPTING);
            case CLIENT_STATUS_FETCHING -> Optional.of(ClientSnapshot.Status.FETCHING);
            case CLIENT_STATUS_NO_ACCESS -> Optional.of(ClientSnapshot.Status.NO_ACCESS);
            case CLIENT_STATUS_NO_KEY_SERVER -> Optional.of(ClientSnapshot.Status.NO_KEY_SERVER);
            case CLIENT_STATUS_FORGED -> Optional.of(ClientSnapshot.Status.FORGED);
            case CLIENT_STATUS_UNAUTHENTICATED -> Optional.of(ClientSnapshot.Status.UNAUTHENTICATED);
            case CLIENT_STATUS_TOO_OLD -> Optional.of(ClientSnapshot.Status.TOO_OLD);
            case CLIENT_STATUS_NO_INTERFACE -> Optional.of(ClientSnapshot.Status.NO_INTERFACE);
            case CLIENT_STATUS_FAILED -> Optional.of(ClientSnapshot.Status.FAILED);
            case CLIENT_STATUS_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static DecryptionKeyStatus toProto(ClientSnapshot.KeyStatus status) {
        return switch (status) {
            case ANNOUNCED -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_ANNOUNCED;
            case FETCHING -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_FETCHING;
            case READY -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_READY;
            case IN_USE -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_IN_USE;
            case FORMER -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_FORMER;
            case REFUSED -> DecryptionKeyStatus.DECRYPTION_KEY_STATUS_REFUSED;
        };
    }

    public static Optional<ClientSnapshot.KeyStatus> toModel(DecryptionKeyStatus status) {
        return switch (status) {
            case DECRYPTION_KEY_STATUS_ANNOUNCED -> Optional.of(ClientSnapshot.KeyStatus.ANNOUNCED);
            case DECRYPTION_KEY_STATUS_FETCHING -> Optional.of(ClientSnapshot.KeyStatus.FETCHING);
            case DECRYPTION_KEY_STATUS_READY -> Optional.of(ClientSnapshot.KeyStatus.READY);
            case DECRYPTION_KEY_STATUS_IN_USE -> Optional.of(ClientSnapshot.KeyStatus.IN_USE);
            case DECRYPTION_KEY_STATUS_FORMER -> Optional.of(ClientSnapshot.KeyStatus.FORMER);
            case DECRYPTION_KEY_STATUS_REFUSED -> Optional.of(ClientSnapshot.KeyStatus.REFUSED);
            case DECRYPTION_KEY_STATUS_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    public static NodeEvent.Severity toProto(Severity severity) {
        return switch (severity) {
            case INFO -> NodeEvent.Severity.SEVERITY_INFO;
            case WARNING -> NodeEvent.Severity.SEVERITY_WARNING;
            case ERROR -> NodeEvent.Severity.SEVERITY_ERROR;
        };
    }

    public static Optional<Severity> toModel(NodeEvent.Severity severity) {
        return switch (severity) {
            case SEVERITY_INFO -> Optional.of(Severity.INFO);
            case SEVERITY_WARNING -> Optional.of(Severity.WARNING);
            case SEVERITY_ERROR -> Optional.of(Severity.ERROR);
            case SEVERITY_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
