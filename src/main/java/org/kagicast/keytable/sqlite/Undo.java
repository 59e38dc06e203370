package org.kagicast.keytable.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened on the way to something that then failed, latest first.
final class Undo implements AutoCloseable {

    /// Something that closes without a checked exception.
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T unlessDone(T resource) {
        opened.push(resource);
        return resource;
    }

    void done() {
        opened.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("what was opened could not be closed again", e);
            }
        }
    }
}
