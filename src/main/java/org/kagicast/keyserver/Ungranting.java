package org.kagicast.keyserver;

import java.util.Set;
import java.util.stream.Collectors;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.Policy;
import org.kagicast.keytable.Witness;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.PolicyMessage;

/// Takes grants back so that the client may not have those keys afterwards, whichever way it was granted them.
record Ungranting(Policy policy) {

    /// @param line without a label: every grant of the stream
    /// @param witness sees it before it is done
    /// @throws OperatorException if a grant of every label stands in the way of taking one back
    void ungrant(NodeName client, KeyLine line, Witness<Long> witness) {
        Set<Grant> grants = policy.grants();
        if (!line.label().isNone() && grants.contains(new Grant(client, line.stream()))) {
            throw new OperatorException(PolicyMessage.WHOLE_STREAM_GRANTED.with(client, line.stream()));
        }
        policy.ungrant(
                grants.stream().filter(grant -> grant.client().equals(client) && grant.stream().equals(line.stream()))
                        .filter(grant -> line.label().isNone() || grant.label().equals(line.label()))
                        .collect(Collectors.toUnmodifiableSet()),
                witness);
    }
}
