package org.kagicast.contentserver.source;

/// Something that gives datagrams. An open source holds what it needs already (its file, its port), so that a fault
/// comes to light before anything is sent; it gives nothing before it is started. Both methods return at once.
public interface Source {

    /// Begins to hand datagrams over, on a thread of the source's own. At most once.
    void start(SourceOutlet outlet);

    /// Hands nothing more over and lets go of what it holds. Twice is harmless, and so is stopping what never started.
    void stop();
}
