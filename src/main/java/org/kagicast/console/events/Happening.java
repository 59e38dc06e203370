package org.kagicast.console.events;

import org.kagicast.model.NodeEvent.Severity;

/// What can happen. Each has a text "event.NAME", filled with the event's parts.
public enum Happening {
    STREAM_BEGAN(Kind.STREAMS),
    STREAM_BEGAN_KEYLESS(Kind.STREAMS),
    STREAMS_BEGAN(Kind.STREAMS),
    STREAM_GONE(Kind.STREAMS),
    STREAMS_GONE(Kind.STREAMS),
    STREAM_WAITS(Kind.STREAMS),
    STREAM_SENDS(Kind.STREAMS),
    STREAM_ENDED(Kind.STREAMS),
    STREAM_PROBLEM(Kind.STREAMS, Severity.WARNING),
    STREAM_FAILED(Kind.STREAMS, Severity.ERROR),
    STREAM_WELL(Kind.STREAMS),

    KEY_ANNOUNCED(Kind.KEYS),
    KEY_FETCHED(Kind.KEYS),
    KEY_HELD(Kind.KEYS),
    KEY_FREED(Kind.KEYS),
    KEY_CANCELLED(Kind.KEYS),
    KEY_IN_USE(Kind.KEYS),
    KEY_AT_ONCE(Kind.KEYS),
    KEY_USED(Kind.KEYS),
    KEY_COMPROMISED(Kind.KEYS, Severity.WARNING),
    KEYS_COMPROMISED(Kind.KEYS, Severity.WARNING),

    CLIENT_JOINED(Kind.CLIENTS),
    CLIENTS_JOINED(Kind.CLIENTS),
    CLIENT_GONE(Kind.CLIENTS),
    CLIENTS_GONE(Kind.CLIENTS),
    CLIENT_DECRYPTS(Kind.CLIENTS),
    CLIENTS_DECRYPT(Kind.CLIENTS),
    CLIENT_WAITS(Kind.CLIENTS),
    CLIENTS_WAIT(Kind.CLIENTS),
    CLIENT_FETCHES(Kind.CLIENTS),
    CLIENTS_FETCH(Kind.CLIENTS),
    CLIENT_TROUBLE(Kind.CLIENTS, Severity.WARNING),
    CLIENTS_TROUBLE(Kind.CLIENTS, Severity.WARNING),
    IMPOSTOR(Kind.CLIENTS, Severity.WARNING),
    IMPOSTORS(Kind.CLIENTS, Severity.WARNING),
    IMPOSTOR_GONE(Kind.CLIENTS),
    IMPOSTORS_GONE(Kind.CLIENTS),
    LOCKED_OUT(Kind.CLIENTS),

    NODE_HEARD(Kind.NODES),
    NODE_LOST(Kind.NODES, Severity.ERROR),
    NODE_BACK(Kind.NODES),
    NODE_FORGOTTEN(Kind.NODES),
    NODE_PROBLEM(Kind.NODES, Severity.WARNING),
    NODE_WELL(Kind.NODES),
    SLAVE_BEHIND(Kind.NODES, Severity.WARNING),
    SLAVE_IN_STEP(Kind.NODES),
    OPERATOR_PROBLEM(Kind.NODES, Severity.WARNING),
    OPERATOR_WELL(Kind.NODES),
    LAB_STARTED(Kind.NODES),
    LAB_STOPPED(Kind.NODES),

    ORDERED(Kind.ORDERS),

    NOTICE(Kind.NOTICES),
    MORE_NOTICES(Kind.NOTICES);

    private final Kind kind;
    private final Severity severity;

    Happening(Kind kind) {
        this(kind, Severity.INFO);
    }

    Happening(Kind kind, Severity severity) {
        this.kind = kind;
        this.severity = severity;
    }

    public Kind kind() {
        return kind;
    }

    /// How bad it is, unless the event says otherwise.
    Severity severity() {
        return severity;
    }

    /// Whether a key took over.
    public boolean isChange() {
        return this == KEY_IN_USE || this == KEY_AT_ONCE || this == KEY_USED;
    }

    /// Whether once more is the same again: of what goes to and fro.
    boolean isRepeating() {
        return switch (kind) {
            case CLIENTS, NOTICES -> this != LOCKED_OUT;
            case NODES -> this != LAB_STARTED && this != LAB_STOPPED;
            case STREAMS -> this == STREAM_PROBLEM || this == STREAM_FAILED || this == STREAM_WELL
                    || this == STREAM_WAITS || this == STREAM_SENDS;
            case KEYS, ORDERS -> false;
        };
    }

    /// What people choose by.
    public enum Kind {
        KEYS,
        STREAMS,
        CLIENTS,
        NODES,
        /// Given on this console.
        ORDERS,
        /// What nodes say of themselves.
        NOTICES
    }
}
