package org.kagicast.console.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.PopOver;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Desktop;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.LightPopOver;

/// The popover with the list of domains and nodes and the form that connects to one more. One language long.
public final class NodesView {

    private static final double GAP = 3;

    private final NodesViewModel viewModel;
    private final Desktop desktop;
    private final Texts texts;
    private final LightPopOver popOver;
    private final ToggleGroup inView = new ToggleGroup();
    private final Map<Object, LineNode> shown = new LinkedHashMap<>();
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private VBox lines;
    @FXML
    private TextField address;
    @FXML
    private TextField identity;
    @FXML
    private Button folder;
    @FXML
    private Button connect;
    @FXML
    private Button cancel;
    @FXML
    private ProgressBar progress;
    @FXML
    private Label sentence;

    public NodesView(NodesViewModel viewModel, Desktop desktop, Texts texts) {
        this.viewModel = viewModel;
        this.desktop = desktop;
        this.texts = texts;
        this.popOver = new LightPopOver(Fxml.load("nodes", VBox.class, this, texts));
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_LEFT);
        popOver.setTitle(texts.of("nodes.title"));
        popOver.setAnimated(false);
        popOver.setOnHidden(hidden -> viewModel.openProperty().set(false));
    }

    /// Shows itself under a node of the window whenever it is asked for.
    public Subscription under(Node above) {
        return viewModel.openProperty().subscribe(isOpen -> {
            if (isOpen && !popOver.isShowing()) {
                showUnder(above);
            } else if (!isOpen) {
                popOver.hide();
            }
        });
    }

    /// Looks as the window does, not as the node above it.
    private void showUnder(Node above) {
        Parent window = above.getScene().getRoot();
        Point2D arrow = above.localToScreen(above.getLayoutBounds().getCenterX(), above.getLayoutBounds().getMaxY());
        // The popover's own style sheet outranks those of the scene.
        popOver.getRoot().getStylesheets().setAll(above.getScene().getStylesheets());
        popOver.show(window, arrow.getX(), arrow.getY() + GAP);
        address.requestFocus();
    }

    /// Has a button open and close it.
    public void openBy(ButtonBase button) {
        popOver.openBy(button, viewModel::toggle);
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
        popOver.hide();
    }

    @FXML
    private void initialize() {
        address.textProperty().bindBidirectional(viewModel.addressProperty());
        identity.textProperty().bindBidirectional(viewModel.identityProperty());
        address.disableProperty().bind(viewModel.busyProperty());
        identity.disableProperty().bind(viewModel.busyProperty());
        folder.disableProperty().bind(viewModel.busyProperty());
        connect.disableProperty().bind(viewModel.busyProperty().or(viewModel.addressProperty().isEmpty()));
        cancel.disableProperty().bind(viewModel.busyProperty().not());
        progress.visibleProperty().bind(viewModel.busyProperty());
        sentence.textProperty().bind(viewModel.sentenceProperty());
        sentence.visibleProperty().bind(sentence.textProperty().isNotEmpty());
        sentence.managedProperty().bind(sentence.visibleProperty());
        folder.setOnAction(clicked -> chooseFolder());
        connect.setOnAction(clicked -> viewModel.connect());
        address.setOnAction(entered -> viewModel.connect());
        identity.setOnAction(entered -> viewModel.connect());
        cancel.setOnAction(clicked -> viewModel.cancel());
        showing = Subscription.combine(viewModel.linesProperty().subscribe(this::show),
                viewModel.busyProperty().subscribe((before, isBusy) -> askAnew(isBusy)),
                () -> address.textProperty().unbindBidirectional(viewModel.addressProperty()),
                () -> identity.textProperty().unbindBidirectional(viewModel.identityProperty()));
    }

    /// A field that was disabled has lost the focus.
    private void askAnew(boolean isBusy) {
        if (!isBusy) {
            address.requestFocus();
            address.selectAll();
        }
    }

    /// The desktop's own window would hide the popover.
    private void chooseFolder() {
        popOver.setAutoHide(false);
        desktop.askForFolder().ifPresent(chosen -> viewModel.identityProperty().set(chosen.toString()));
        popOver.setAutoHide(true);
    }

    private void show(List<Line> next) {
        shown.keySet().retainAll(next.stream().map(Line::key).toList());
        List<Node> nodes = next.stream().map(line -> {
            LineNode node = shown.computeIfAbsent(line.key(), absent -> new LineNode(viewModel, inView, texts));
            node.show(line);
            return (Node) node;
        }).toList();
        if (!nodes.equals(lines.getChildren())) {
            lines.getChildren().setAll(nodes);
        }
    }
}
