package org.kagicast.console.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import org.kagicast.console.text.Texts;

/// Loads a view from the FXML of its name.
public final class Fxml {

    private Fxml() {
    }

    /// Fills the controller's fields and makes every shortened text explain itself.
    ///
    /// @param name of the file under `fxml/`, without its ending
    /// @param type of its root
    /// @param controller of the type that the file's `fx:controller` names
    public static <N extends Node> N load(String name, Class<N> type, Object controller, Texts texts) {
        URL url = Objects.requireNonNull(Fxml.class.getResource("/fxml/" + name + ".fxml"), name);
        FXMLLoader loader = new FXMLLoader(url, texts.bundle());
        loader.setControllerFactory(wanted -> controller);
        try {
            N root = type.cast(loader.load());
            Ellipsis.explainAll(root);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException("the view " + name + " does not load", e);
        }
    }
}
