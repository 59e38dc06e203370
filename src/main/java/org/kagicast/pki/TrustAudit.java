package org.kagicast.pki;

/// Takes what happens around trust for the audit log. Called from many threads, some of which serve the network: it
/// must not wait long, and must itself bound what strangers make it write.
@FunctionalInterface
public interface TrustAudit {

    TrustAudit NONE = event -> {
    };

    void record(TrustEvent event);
}
