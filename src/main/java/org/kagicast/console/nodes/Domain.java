package org.kagicast.console.nodes;

/// What is shown and commanded together: the lab, or the nodes of one trust domain. Names and key IDs are unique in one
/// domain only, so two are never mixed on a screen.
public sealed interface Domain {

    /// The one in this process.
    static Domain lab() {
        return new Lab();
    }

    /// All roles in this process.
    record Lab() implements Domain {}

    /// @param name as its certificates have it
    /// @param authority fingerprint of its certificate authority, which tells two of one name apart
    record Trust(String name, String authority) implements Domain {}

    /// Whether roles can be added and removed, and pictures seen.
    default boolean isLab() {
        return this instanceof Lab;
    }
}
