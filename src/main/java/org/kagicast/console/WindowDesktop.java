package org.kagicast.console;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.kagicast.console.view.Desktop;

/// The desktop that a window stands on.
final class WindowDesktop implements Desktop {

    private static final int PATIENCE_SECONDS = 5;

    private final Window window;
    private final Path log;

    WindowDesktop(Window window, Path log) {
        this.window = window;
        this.log = log;
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(log);
    }

    /// Where the program has been put, and in the project that it is made of.
    @Override
    public Optional<Path> documents() {
        CodeSource code = WindowDesktop.class.getProtectionDomain().getCodeSource();
        return Optional.ofNullable(code).map(CodeSource::getLocation)
                .filter(place -> place.getProtocol().equals("file"))
                .map(place -> Path.of(URI.create(place.toString())).toAbsolutePath())
                .flatMap(classes -> Stream.of("../../share/doc", "../../src/site/markdown")
                        .map(way -> classes.resolve(way).normalize()).filter(Files::isDirectory).findFirst());
    }

    /// A program that still runs after a while shows it.
    @Override
    public boolean open(Path file) {
        String system = System.getProperty("os.name", "");
        List<String> command = system.startsWith("Windows")
                ? List.of(Files.isDirectory(file) ? "explorer" : "notepad")
                : List.of(system.startsWith("Mac") ? "open" : "xdg-open");
        try {
            Process opening = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(file.toString())).toList())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return !opening.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || opening.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void copy(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }

    @Override
    public Optional<Path> askForFile(String suggestedName) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(suggestedName);
        return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
    }

    @Override
    public Optional<Path> askForFolder() {
        return Optional.ofNullable(new DirectoryChooser().showDialog(window)).map(File::toPath);
    }
}
