package org.kagicast.console.settings;

import java.util.Optional;

import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;

/// What survives a restart.
///
/// @param window empty until the console has been closed once
/// @param scenario the one that ran last
public record ConsoleSettings(Optional<WindowBounds> window, Theme theme, Language language,
        Optional<Scenario> scenario) {}
