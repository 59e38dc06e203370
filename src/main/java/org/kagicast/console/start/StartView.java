package org.kagicast.console.start;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kagicast.console.commands.WindowCommand;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.lab.Scenario;

/// The start centre. One language long.
final class StartView {

    private static final int COLUMNS = 2;
    private static final double TILE_PADDING = 26;

    private final StartViewModel viewModel;
    private final WindowCommands commands;
    private final Texts texts;
    private final Parent node;
    private final Map<Scenario, Button> tiles = new EnumMap<>(Scenario.class);
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private GridPane scenarios;
    @FXML
    private Button connectNode;
    @FXML
    private Label placesTitle;
    @FXML
    private VBox places;
    @FXML
    private Button keys;
    @FXML
    private Button documents;

    StartView(StartViewModel viewModel, WindowCommands commands, Texts texts) {
        this.viewModel = viewModel;
        this.commands = commands;
        this.texts = texts;
        this.node = Fxml.load("start", Parent.class, this, texts);
    }

    Parent node() {
        return node;
    }

    /// Shows no more changes.
    void close() {
        showing.unsubscribe();
    }

    @FXML
    private void initialize() {
        for (Scenario scenario : Scenario.values()) {
            Button tile = tile(scenario);
            scenarios.add(tile, tiles.size() % COLUMNS, tiles.size() / COLUMNS);
            tiles.put(scenario, tile);
        }
        connectNode.setOnAction(clicked -> viewModel.askToConnect());
        keys.setOnAction(clicked -> commands.run(WindowCommand.SHORTCUTS));
        documents.setOnAction(clicked -> commands.run(WindowCommand.DOCUMENTS));
        Visibility.show(documents, commands.has(WindowCommand.DOCUMENTS));
        showing = Subscription.combine(viewModel.placesProperty().subscribe(this::show),
                viewModel.shownProperty().subscribe(shown -> Platform.runLater(this::focus)));
    }

    /// What it shows is the button's text, which wraps; its name stands above.
    private Button tile(Scenario scenario) {
        Label name = new Label(texts.of("scenario", scenario));
        name.getStyleClass().add("name");
        Button tile = new Button(texts.of("start.scenario", scenario), name);
        tile.setId("start-" + scenario.text());
        tile.getStyleClass().add("start-tile");
        tile.setContentDisplay(ContentDisplay.TOP);
        tile.setMnemonicParsing(false);
        tile.setWrapText(true);
        tile.setMinWidth(0);
        tile.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        // What stands above a text is put in its middle, unless it is as wide as the
        // room.
        name.prefWidthProperty().bind(tile.widthProperty().subtract(TILE_PADDING));
        tile.setAccessibleText(name.getText() + ": " + tile.getText());
        tile.setOnAction(clicked -> viewModel.start(scenario));
        return tile;
    }

    /// Where nothing else in the window has it, or what had it is gone.
    private void focus() {
        if (node.getScene() != null && viewModel.shownProperty().get()) {
            Node owner = node.getScene().getFocusOwner();
            if (owner == null || !isSeen(owner) || "badge".equals(owner.getId())) {
                Objects.requireNonNull(tiles.get(viewModel.usual())).requestFocus();
            }
        }
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private void show(List<FormerPlace> known) {
        Visibility.show(placesTitle, !known.isEmpty());
        Visibility.show(places, !known.isEmpty());
        places.getChildren().setAll(known.stream().map(this::button).toList());
    }

    private Button button(FormerPlace place) {
        Button button = new Button(switch (place) {
            case FormerPlace.OfDomain of -> texts.of("start.place.domain", of.domain().name(), of.nodes());
            case FormerPlace.OfNode of -> of.destination().address().toString();
        });
        button.getStyleClass().add("start-place");
        button.setMnemonicParsing(false);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(clicked -> viewModel.go(place));
        Ellipsis.explain(button);
        return button;
    }
}
