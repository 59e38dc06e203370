package org.kagicast.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a user's files lie, as the XDG Base Directory Specification lays it down.
final class UserFolders {

    private UserFolders() {
    }

    /// The folder that a variable names, or else one in `HOME`. What is not absolute is ignored, as specified.
    ///
    /// @param variable such as `XDG_CONFIG_HOME`
    /// @param usual its name in the home folder, such as `.config`
    /// @param home the home folder by the system's account, for where `HOME` is not set, as on Windows
    static Path under(String variable, String usual, Map<String, String> environment, String home) {
        return absolute(environment, variable).orElseGet(() -> absolute(environment, "HOME")
                .orElseGet(() -> Path.of(home)).resolve(usual));
    }

    private static Optional<Path> absolute(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
    }
}
