package org.kagicast.console.view;

import java.nio.file.Path;
import java.util.Optional;

/// What the console needs of the desktop around its window. Tests, which have none, bring their own.
public interface Desktop {

    /// Puts a text on the clipboard.
    void copy(String text);

    /// Asks where to save a file; empty if the person changed their mind.
    Optional<Path> askForFile(String suggestedName);

    /// Asks for a folder that exists; empty if the person changed their mind.
    Optional<Path> askForFolder();

    /// The console's log; empty where there is none.
    default Optional<Path> log() {
        return Optional.empty();
    }

    /// The folder of the documents; empty where there is none.
    default Optional<Path> documents() {
        return Optional.empty();
    }

    /// Shows a file in the program that people read such files with. May take some seconds.
    ///
    /// @return false if there is no such program
    default boolean open(Path file) {
        return false;
    }

    /// One that has no clipboard, no files and no programs.
    Desktop NONE = new Desktop() {

        @Override
        public void copy(String text) {
            // There is no clipboard.
        }

        @Override
        public Optional<Path> askForFile(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> askForFolder() {
            return Optional.empty();
        }
    };
}
