package org.kagicast.rpc.keys;

import java.util.Optional;

import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;
import org.kagicast.model.message.CodedMessage;

/// What becomes of a key information request.
public sealed interface FetchOutcome {

    /// The key. Whoever gets it owns and closes it.
    ///
    /// @param line its stream, whose name is the SFrame metadata of every packet under this key, and its label
    /// @param number keys of one line come into use in this order; 0 from a key server that does not number them
    /// @param state what the key table says of its use; empty from a key server that does not tell
    /// @param sender the content server that had it made; empty if that is not known
    /// @param verificationKey by which packets under it are told to be the content server's; empty where it does not sign
    /// @param from the key server that answered
    record Key(KeyId keyId, KeyLine line, CipherSuite suite, BaseKey baseKey, long number,
            Optional<KeyState> state, Optional<NodeName> sender, Optional<VerificationKey> verificationKey,
            NodeName from) implements FetchOutcome, AutoCloseable {

        /// Of a stream that does not sign.
        public Key(KeyId keyId, KeyLine line, CipherSuite suite, BaseKey baseKey, long number,
                Optional<KeyState> state, Optional<NodeName> sender, NodeName from) {
            this(keyId, line, suite, baseKey, number, state, sender, Optional.empty(), from);
        }

        /// From a key server that does not tell who had it made.
        public Key(KeyId keyId, KeyLine line, CipherSuite suite, BaseKey baseKey, long number,
                Optional<KeyState> state, NodeName from) {
            this(keyId, line, suite, baseKey, number, state, Optional.empty(), from);
        }

        public StreamName stream() {
            return line.stream();
        }

        public KeyName name() {
            return new KeyName(keyId, line, number);
        }

        @Override
        public void close() {
            baseKey.close();
        }
    }

    /// The key server will not give it.
    ///
    /// @param line whose key it is; empty where the key is unknown
    /// @param from the key server that answered
    record Refused(RefusalReason reason, Optional<KeyLine> line, NodeName from) implements FetchOutcome {}

    /// No usable answer came.
    ///
    /// @param sentence names the key server and the cure
    record Unreachable(CodedMessage sentence) implements FetchOutcome {}
}
