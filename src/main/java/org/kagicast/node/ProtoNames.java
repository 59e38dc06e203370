package org.kagicast.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.Role;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.proto.ClientStatus;
import org.kagicast.proto.DecryptionKeyStatus;
import org.kagicast.proto.StreamStatus;

/// The enumerations of the node service beside ours. They carry the same names behind a prefix, which a test holds them to.
final class ProtoNames {

    private static final Names<StreamSnapshot.Status, StreamStatus> STREAM_STATUS = new Names<>(
            StreamSnapshot.Status.class, StreamStatus.class, "STREAM_STATUS_");
    private static final Names<ClientSnapshot.Status, ClientStatus> CLIENT_STATUS = new Names<>(
            ClientSnapshot.Status.class, ClientStatus.class, "CLIENT_STATUS_");
    private static final Names<ClientSnapshot.KeyStatus, DecryptionKeyStatus> KEY_STATUS = new Names<>(
            ClientSnapshot.KeyStatus.class, DecryptionKeyStatus.class, "DECRYPTION_KEY_STATUS_");
    private static final Names<KeyState, org.kagicast.proto.KeyState> KEY_STATE = new Names<>(KeyState.class,
            org.kagicast.proto.KeyState.class, "KEY_STATE_");
    private static final Names<Role, org.kagicast.proto.Role> ROLE = new Names<>(Role.class,
            org.kagicast.proto.Role.class, "ROLE_");
    private static final Names<NodeEvent.Severity, org.kagicast.proto.NodeEvent.Severity> SEVERITY = new Names<>(
            NodeEvent.Severity.class, org.kagicast.proto.NodeEvent.Severity.class, "SEVERITY_");

    private ProtoNames() {
    }

    static StreamStatus write(StreamSnapshot.Status status) {
        return STREAM_STATUS.write(status);
    }

    static ClientStatus write(ClientSnapshot.Status status) {
        return CLIENT_STATUS.write(status);
    }

    static DecryptionKeyStatus write(ClientSnapshot.KeyStatus status) {
        return KEY_STATUS.write(status);
    }

    static org.kagicast.proto.KeyState write(KeyState state) {
        return KEY_STATE.write(state);
    }

    static org.kagicast.proto.Role write(Role role) {
        return ROLE.write(role);
    }

    static org.kagicast.proto.NodeEvent.Severity write(NodeEvent.Severity severity) {
        return SEVERITY.write(severity);
    }

    static org.kagicast.proto.CipherSuite write(CipherSuite suite) {
        return org.kagicast.proto.CipherSuite.forNumber(suite.number());
    }

    static StreamSnapshot.Status read(StreamStatus status) {
        return STREAM_STATUS.read(status);
    }

    static ClientSnapshot.Status read(ClientStatus status) {
        return CLIENT_STATUS.read(status);
    }

    static ClientSnapshot.KeyStatus read(DecryptionKeyStatus status) {
        return KEY_STATUS.read(status);
    }

    static KeyState read(org.kagicast.proto.KeyState state) {
        return KEY_STATE.read(state);
    }

    static Role read(org.kagicast.proto.Role role) {
        return ROLE.read(role);
    }

    static NodeEvent.Severity read(org.kagicast.proto.NodeEvent.Severity severity) {
        return SEVERITY.read(severity);
    }

    static Optional<CipherSuite> read(org.kagicast.proto.CipherSuite suite) {
        return suite == org.kagicast.proto.CipherSuite.UNRECOGNIZED
                ? Optional.empty()
                : CipherSuite.ofNumber(suite.getNumber());
    }

    private static final class Names<M extends Enum<M>, P extends Enum<P>> {

        private final Map<M, P> written;
        private final Map<P, M> read;

        Names(Class<M> ours, Class<P> theirs, String prefix) {
            written = new EnumMap<>(ours);
            read = new EnumMap<>(theirs);
            for (M value : ours.getEnumConstants()) {
                P message = Enum.valueOf(theirs, prefix + value.name());
                written.put(value, message);
                read.put(message, value);
            }
        }

        P write(M value) {
            P message = written.get(value);
            if (message == null) {
                throw new AssertionError("every value has its message: " + value);
            }
            return message;
        }

        /// @throws IllegalArgumentException if the other side says something that this version does not know
        M read(P message) {
            M value = read.get(message);
            if (value == null) {
                throw new IllegalArgumentException("unknown value " + message);
            }
            return value;
        }
    }
}
