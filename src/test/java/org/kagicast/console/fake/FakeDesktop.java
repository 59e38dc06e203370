package org.kagicast.console.fake;

import java.nio.file.Path;
import java.util.Optional;

import org.kagicast.console.view.Desktop;

/// A desktop that remembers what was copied, and saves where it was told to.
public final class FakeDesktop implements Desktop {

    private final Optional<Path> file;
    private String copied = "";

    public FakeDesktop(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public void copy(String text) {
        copied = text;
    }

    @Override
    public Optional<Path> askForFile(String suggestedName) {
        return file;
    }

    @Override
    public Optional<Path> askForFolder() {
        return file;
    }

    @Override
    public Optional<Path> documents() {
        return Optional.of(Path.of("doc"));
    }

    /// What was copied last.
    public String copied() {
        return copied;
    }
}
