package org.kagicast.rpc.keys;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;

/// What a content server asks of a key server. Safe for use by several threads.
///
/// The futures end on a thread of this class, or fail with an [org.kagicast.model.OperatorException]. They have no
/// deadline: the caller cancels when its own clock says so, which gives the call up.
public interface KeyCreator {

    /// Asks for a new key of a stream of the caller's own (R2, R18).
    ///
    /// @param line the stream, and the label in it where it has several keys at once (R6)
    /// @param idempotencyId drawn afresh for each key wanted, and used again in each retry for it
    /// @param afterNumber the highest number of a key of this line that the caller knows, 0 if it knows none; the new key
    ///        gets a higher one
    CompletableFuture<CreatedKey> create(KeyLine line, CipherSuite suite, UUID idempotencyId, FetchReason reason,
            long afterNumber);

    /// Asks for a new key of a line of which the caller knows none.
    default CompletableFuture<CreatedKey> create(KeyLine line, CipherSuite suite, UUID idempotencyId,
            FetchReason reason) {
        return create(line, suite, idempotencyId, reason, 0);
    }

    /// Asks for a new key of a stream without labels.
    default CompletableFuture<CreatedKey> create(StreamName stream, CipherSuite suite, UUID idempotencyId,
            FetchReason reason) {
        return create(new KeyLine(stream), suite, idempotencyId, reason);
    }

    /// Deposits a key that the caller made itself, with an ID that it drew (R28). The same deposit again is a retry.
    ///
    /// @param decryptionKey is read before this returns, and stays with the caller
    /// @param verificationKey there in the suites that sign, and in no other
    /// @param afterNumber as in [#create]
    CompletableFuture<DepositAnswer> deposit(KeyLine line, CipherSuite suite, KeyId keyId, BaseKey decryptionKey,
            Optional<VerificationKey> verificationKey, long afterNumber);

    /// Deposits a key of a line of which the caller knows no other.
    default CompletableFuture<DepositAnswer> deposit(KeyLine line, CipherSuite suite, KeyId keyId,
            BaseKey decryptionKey) {
        return deposit(line, suite, keyId, decryptionKey, Optional.empty(), 0);
    }

    /// Says what became of a key of the caller's own, and ends with that state. Saying it again is harmless.
    CompletableFuture<KeyState> setState(KeyId keyId, KeyState state);

    /// Asks how many different clients have fetched keys of the caller's own, at most 32, and how many key slaves have them.
    ///
    /// @param knownSlaves those that the caller was told of earlier, at most [KeyCounts#MOST_SLAVES]
    CompletableFuture<KeyCounts> countFetchers(Set<KeyId> keyIds, Set<NodeName> knownSlaves);

    /// Asks so while no slave is known.
    default CompletableFuture<KeyCounts> countFetchers(Set<KeyId> keyIds) {
        return countFetchers(keyIds, Set.of());
    }
}
