package org.kagicast.console.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.console.nodes.Destination;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;

/// What survives a restart.
///
/// @param window empty until the console has been closed once
/// @param scenario the one that ran last
/// @param labOpen whether the lab ran when the console was closed, and so is to run when nothing else is named
/// @param nodes on other machines that were connected to
/// @param domain name of the trust domain that was in view; empty for the lab
/// @param remembered what the screens remember, as [Preferences] tell it
public record ConsoleSettings(Optional<WindowBounds> window, Theme theme, Language language,
        Optional<Scenario> scenario, boolean labOpen, List<Destination> nodes, Optional<String> domain,
        Map<String, String> remembered) {

    public ConsoleSettings {
        nodes = List.copyOf(nodes);
        remembered = Collections.unmodifiableMap(new LinkedHashMap<>(remembered));
    }
}
