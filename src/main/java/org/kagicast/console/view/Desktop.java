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
}
