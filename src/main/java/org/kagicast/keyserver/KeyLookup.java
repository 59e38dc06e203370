package org.kagicast.keyserver;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.keytable.KeyRecords;

import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.Step;
import org.kagicast.rpc.keys.FetchReason;

/// What a key server does for clients: looks a key ID up (B4, C11) and answers with the decryption key, if the policy
/// grants its stream, or its label in it, to the caller. Keys of every state are given but destroyed ones, so those
/// announced for later too (R20). Safe for use by several threads.
final class KeyLookup {

    private final KeyRecords table;
    private final FetchCounts fetches;
    private final StepEvents steps;
    private final KeyAudit audit;
    private final LongAdder requests = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    KeyLookup(KeyRecords table, FetchCounts fetches, StepEvents steps, KeyAudit audit) {
        this.table = table;
        this.fetches = fetches;
        this.steps = steps;
        this.audit = audit;
    }

    /// Whether [#get] will not wait now: it looks into memory, and the audit has room.
    boolean isPrompt() {
        return audit.takesAnswersAtOnce();
    }

    /// Looks up, counts and tells.
    KeyAnswer get(NodeName client, KeyId keyId, FetchReason reason) {
        KeyAnswer answer = lookUp(client, keyId);
        answers(client, keyId, reason, answer);
        return answer;
    }

    /// An answer goes out to a client. A key that cannot be audited is not given.
    void answers(NodeName client, KeyId keyId, FetchReason reason, KeyAnswer answer) {
        count(answer);
        try {
            switch (answer) {
                case KeyAnswer.Refused refused ->
                    audit.refused(client, keyId, refused);
                case KeyAnswer.Given given -> audit.given(client, given.record().description().name());
                case KeyAnswer.Passed passed -> audit.given(client, passed.fetched().name());
                case KeyAnswer.Unavailable unavailable -> {
                    // Nothing was decided.
                }
            }
        } catch (RuntimeException notAudited) {
            answer.close();
            throw notAudited;
        }
        answer.key().ifPresent(key -> fetches.count(keyId, key, client));
        steps.sends(reason == FetchReason.ANNOUNCED ? Step.C12 : Step.B5, client, keyId, answer.name(keyId));
    }

    /// Judges a client of a slave, which is the one that answers the client and tells of it. A key that cannot be audited
    /// is not given to a slave either.
    KeyAnswer getForSlave(NodeName client, Identity slave, KeyId keyId) {
        KeyAnswer answer = lookUp(client, keyId);
        count(answer);
        if (answer instanceof KeyAnswer.Refused refused) {
            audit.refusedOnBehalf(client, slave, keyId, refused);
            return answer;
        }
        try {
            answer.name(keyId).ifPresent(key -> audit.givenOnBehalf(client, slave, key));
            return answer;
        } catch (RuntimeException notAudited) {
            answer.close();
            throw notAudited;
        }
    }

    private void count(KeyAnswer answer) {
        requests.increment();
        if (answer instanceof KeyAnswer.Refused) {
            refusals.increment();
        }
    }

    /// What the table here says. The caller closes it.
    KeyAnswer lookUp(NodeName client, KeyId keyId) {
        Optional<KeyDescription> known = table.describe(keyId).filter(key -> key.state() != KeyState.DESTROYED);
        if (known.isEmpty()) {
            return new KeyAnswer.Refused(RefusalReason.UNKNOWN, Optional.empty(), 0);
        }
        KeyLine line = known.get().line();
        Optional<RefusalReason> refusal = table.policy().refusal(client, line);
        if (refusal.isPresent()) {
            return new KeyAnswer.Refused(refusal.get(), Optional.of(line), known.get().number());
        }
        if (table.policy().isRevoked(new Member(Role.CONTENT_SERVER, known.get().owner()))) {
            return new KeyAnswer.Refused(RefusalReason.SENDER_REVOKED, Optional.of(line), known.get().number());
        }
        return table.find(keyId).filter(KeyLookup::hasKey).<KeyAnswer>map(KeyAnswer.Given::new)
                .orElseGet(() -> new KeyAnswer.Refused(RefusalReason.UNKNOWN, Optional.empty(), 0));
    }

    /// It may have been destroyed since it was looked up.
    private static boolean hasKey(KeyRecord key) {
        return key.decryptionKey().isPresent();
    }

    long requests() {
        return requests.sum();
    }

    long refusals() {
        return refusals.sum();
    }
}
