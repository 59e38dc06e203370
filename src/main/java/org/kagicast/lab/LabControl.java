package org.kagicast.lab;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.kagicast.model.NodeName;
import org.kagicast.model.Picture;
import org.kagicast.model.StreamName;
import org.kagicast.node.NodeControl;

/// A running lab as the console holds it. Safe for use by several threads.
///
/// The futures fail with an [org.kagicast.model.OperatorException]; what runs already is left as it is then.
public interface LabControl extends AutoCloseable {

    Scenario scenario();

    /// The lab's one node, over the same service as a remote one.
    NodeControl node();

    /// Adds a client of a stream, granted it, and ends with the client's name.
    CompletableFuture<NodeName> addClient(StreamName stream);

    /// Adds a client of a stream that is granted nothing.
    CompletableFuture<NodeName> addEavesdropper(StreamName stream);

    /// Whether a client was added as an eavesdropper, so that its being refused is what is meant.
    boolean isEavesdropper(NodeName client);

    /// Adds a content server with a stream of its own to a group of its own, and one client of it; ends with the stream's
    /// name.
    CompletableFuture<StreamName> addContentServer();

    /// Whether the streams sign what they send (R29).
    boolean isSigning();

    /// Has all streams start anew and sign what they send, or not any more.
    CompletableFuture<Void> setSigning(boolean signing);

    /// Whether an impostor is among the members.
    boolean hasImpostor();

    /// Lets an impostor join all streams: a member that is granted them and seals a test card of its own under their keys;
    /// or takes it out again.
    CompletableFuture<Void> setImpostor(boolean impostor);

    /// Stops a client, or a content server with its streams, and takes it out of the lab.
    CompletableFuture<Void> remove(NodeName role);

    /// The latest picture that a client with the `picture` sink sees; empty before the first.
    Optional<Picture> picture(NodeName client);

    /// Stops every role. Takes up to a few seconds; twice is harmless.
    @Override
    void close();
}
