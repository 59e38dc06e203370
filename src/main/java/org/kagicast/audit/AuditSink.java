package org.kagicast.audit;

/// Takes what is audited. Safe for use by several threads.
@FunctionalInterface
public interface AuditSink {

    /// For the lab, where nobody is called to account.
    AuditSink NONE = event -> {
    };

    /// Takes an event in; whoever did it answers its caller afterwards. May wait until the event is safe.
    ///
    /// @throws org.kagicast.model.OperatorException if nothing can be audited now: the answer is not to be given then
    void record(AuditEvent event);

    /// Whether [#record] can be expected not to wait now, for an event of this kind.
    default boolean takesAtOnce(AuditAction action) {
        return false;
    }
}
