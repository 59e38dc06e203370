package org.kagicast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where SQLite's and Netty's libraries are unpacked and loaded from: the folder for temporary files, unless it lies on a
/// file system that lets nothing run (mounted `noexec`), as hardened machines have it.
final class NativeLibraries {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    /// The properties by which each library is told its folder.
    private static final List<String> PROPERTIES = List.of("org.sqlite.tmpdir", "io.netty.native.workdir");

    private NativeLibraries() {
    }

    /// Names another folder to the libraries where that is needed, before the first of them is loaded. A folder that was
    /// named already stays.
    static void choose(Properties properties, Map<String, String> environment) {
        Path temporary = Path.of(properties.getProperty("java.io.tmpdir"));
        if (PROPERTIES.stream().allMatch(properties::containsKey) || letsRun(temporary)) {
            return;
        }
        List<Path> others = others(properties, environment);
        Optional<Path> folder = others.stream().filter(NativeLibraries::letsRun).findFirst();
        folder.ifPresentOrElse(found -> PROPERTIES.forEach(name -> properties.putIfAbsent(name, found.toString())),
                () -> LOG.warn("Nothing may run in {} nor in any of {}, so the libraries of SQLite and Netty cannot be "
                        + "loaded from there: name a folder on a file system that is not mounted noexec, with "
                        + "KAGICAST_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER.", temporary, others));
    }

    /// What systemd gives a service for itself, and what the user has by the XDG Base Directory Specification.
    private static List<Path> others(Properties properties, Map<String, String> environment) {
        List<Path> others = new ArrayList<>();
        for (String name : List.of("CACHE_DIRECTORY", "STATE_DIRECTORY")) {
            String folders = environment.getOrDefault(name, "");
            if (!folders.isEmpty()) {
                others.add(Path.of(folders.split(":", -1)[0]).resolve("native"));
            }
        }
        others.add(UserFolders.under("XDG_CACHE_HOME", ".cache", environment, properties.getProperty("user.home"))
                .resolve("kagicast").resolve("native"));
        return others;
    }

    /// Whether a file of this user's may run there. Makes the folder if it is not there.
    private static boolean letsRun(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                PrivateFiles.createFolder(folder);
            }
            Path trial = Files.createTempFile(folder, "kagicast", null);
            try {
                return trial.toFile().setExecutable(true) && Files.isExecutable(trial);
            } finally {
                Files.delete(trial);
            }
        } catch (IOException | OperatorException e) {
            return false;
        }
    }
}
