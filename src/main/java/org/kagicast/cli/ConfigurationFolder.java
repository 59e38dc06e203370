package org.kagicast.cli;

import java.nio.file.Path;
import java.util.Map;

/// Where the user's configuration lies.
final class ConfigurationFolder {

    private ConfigurationFolder() {
    }

    /// `$XDG_CONFIG_HOME/kagicast`, or `$HOME/.config/kagicast`.
    static Path ofUser(Map<String, String> environment) {
        return UserFolders.under("XDG_CONFIG_HOME", ".config", environment, System.getProperty("user.home"))
                .resolve("kagicast");
    }
}
