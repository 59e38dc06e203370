package org.kagicast.console.nodes;

import java.util.Optional;
import java.util.function.Supplier;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.node.NodeControl;

/// Opens ways to nodes on other machines. Called on a background thread; reads the operator's identity, and waits for
/// nobody.
@FunctionalInterface
public interface NodeDialer {

    /// For a console that knows the lab only.
    NodeDialer NONE = destination -> {
        throw new org.kagicast.model.OperatorException(
                "This console reaches no other machine: start it with kagicast.");
    };

    /// @throws org.kagicast.model.OperatorException if the operator's identity cannot be used
    Dialled dial(Destination destination);

    /// A node that may or may not answer.
    ///
    /// @param domain the operator's, and so the only one of which the node may be
    /// @param operator what is wrong with the operator's own certificate, in one sentence; asked often, on the console's
    ///        thread
    record Dialled(Domain.Trust domain, NodeControl node, Supplier<Optional<CodedMessage>> operator) {

        /// With an operator who is never told of his certificate.
        public Dialled(Domain.Trust domain, NodeControl node) {
            this(domain, node, Optional::empty);
        }
    }
}
