package org.kagicast.console;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.kagicast.console.view.Desktop;

/// The desktop that a window stands on.
final class WindowDesktop implements Desktop {

    private final Window window;

    WindowDesktop(Window window) {
        this.window = window;
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
