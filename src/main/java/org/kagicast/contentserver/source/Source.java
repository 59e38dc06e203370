package org.kagicast.contentserver.source;

import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// Something that gives datagrams. An open source holds what it needs already (its file, its port), so that a fault
/// comes to light before anything is sent; it gives nothing before it is started. Starting and stopping return at once.
public interface Source {

    /// Begins to hand datagrams over, on a thread of the source's own. At most once.
    void start(SourceOutlet outlet);

    /// What keeps it from receiving, in one sentence; empty while nothing does. Safe from any thread.
    default Optional<CodedMessage> trouble() {
        return Optional.empty();
    }

    /// Hands nothing more over and lets go of what it holds. Twice is harmless, and so is stopping what never started.
    void stop();
}
