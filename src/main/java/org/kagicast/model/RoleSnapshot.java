package org.kagicast.model;

/// What one role shows of itself at one moment. Never key material.
public sealed interface RoleSnapshot permits KeyServerSnapshot, ContentServerSnapshot, ClientSnapshot {

    NodeName name();
}
