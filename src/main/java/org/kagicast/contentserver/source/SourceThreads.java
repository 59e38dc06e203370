package org.kagicast.contentserver.source;

/// On what kind of thread a source that waits for its time runs.
public enum SourceThreads {
    /// A thread of the system for each source, which nothing else holds up.
    OF_THEIR_OWN {
        @Override
        Thread.Builder builder() {
            return Thread.ofPlatform().daemon();
        }
    },
    /// Virtual threads, which share a few of the system's: a program with many sources has no room for as many of those. A
    /// source that may wait for its input for ever, as at a pipe, has one of its own all the same.
    SHARED {
        @Override
        Thread.Builder builder() {
            return Thread.ofVirtual();
        }
    };

    private static final int MOST_OF_THEIR_OWN = 8;

    /// What suits a program with so many streams.
    public static SourceThreads of(int streams) {
        return streams <= MOST_OF_THEIR_OWN ? OF_THEIR_OWN : SHARED;
    }

    abstract Thread.Builder builder();
}
