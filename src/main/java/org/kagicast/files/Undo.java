package org.kagicast.files;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened on the way to something that then failed, latest first. Belongs to one thread.
public final class Undo implements AutoCloseable {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /// Has a resource closed unless [#done()] comes first.
    public <T extends AutoCloseable> T unlessDone(T resource) {
        opened.push(resource);
        return resource;
    }

    /// All went well: what was opened stays open.
    public void done() {
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
