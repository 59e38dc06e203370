package org.kagicast.cli;

import java.nio.file.Path;
import java.util.Map;

/// Where the user's configuration lies, as the XDG Base Directory Specification lays it down.
final class ConfigurationFolder {

    private ConfigurationFolder() {
    }

    /// `$XDG_CONFIG_HOME/kagicast`, or `~/.config/kagicast`. A relative `XDG_CONFIG_HOME` is ignored, as specified.
    static Path ofUser(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = !configured.isEmpty() && Path.of(configured).isAbsolute()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".config");
        return base.resolve("kagicast");
    }
}
