package org.kagicast.console.palette;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;

/// The palette over the window. While it is open the keyboard is its own: what is pressed there orders nothing elsewhere.
/// When it closes, the focus is where it was. One language long.
final class PaletteView {

    private static final int PAGE = 8;
    private static final double LINE = 28;
    private static final double REASON = 14;
    private static final double TALLEST = 380;
    private static final double FRAME = 4;

    private final PaletteViewModel viewModel;
    private final Texts texts;
    private final VBox node;
    private @Nullable Node before;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private CustomTextField field;
    @FXML
    private ListView<Entry> list;
    @FXML
    private VBox nothing;

    PaletteView(PaletteViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.node = Fxml.load("palette", VBox.class, this, texts);
    }

    Node node() {
        return node;
    }

    /// Shows no more changes.
    void close() {
        showing.unsubscribe();
    }

    @FXML
    private void initialize() {
        list.setCellFactory(of -> new EntryCell(viewModel, texts));
        field.textProperty().bindBidirectional(viewModel.textProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::press);
    }

    /// Called when the view stands in its scene.
    void prepare() {
        node.addEventHandler(KeyEvent.KEY_PRESSED, KeyEvent::consume);
        showing = Subscription.combine(viewModel.openProperty().subscribe(this::show),
                viewModel.entriesProperty().subscribe(this::show),
                viewModel.selectedProperty().subscribe(place -> select(place.intValue())),
                node.getScene().focusOwnerProperty().subscribe(this::follow),
                () -> field.textProperty().unbindBidirectional(viewModel.textProperty()));
    }

    private void press(KeyEvent pressed) {
        switch (pressed.getCode()) {
            case ESCAPE -> viewModel.openProperty().set(false);
            case ENTER -> {
                if (!pressed.isShortcutDown() && !pressed.isAltDown()) {
                    viewModel.runSelected();
                }
            }
            case UP -> viewModel.move(-1);
            case DOWN -> viewModel.move(1);
            case PAGE_UP -> viewModel.move(-PAGE);
            case PAGE_DOWN -> viewModel.move(PAGE);
            case TAB -> {
                // There is nothing else here to go to.
            }
            default -> {
                if (pressed.getCode() == KeyCode.P && pressed.isShortcutDown()) {
                    viewModel.openProperty().set(false);
                    break;
                }
                return;
            }
        }
        pressed.consume();
    }

    private void show(boolean isOpen) {
        if (isOpen) {
            before = node.getScene().getFocusOwner();
            Visibility.show(node, true);
            field.requestFocus();
        } else {
            Node back = before;
            before = null;
            if (node.isVisible() && back != null && node.getScene().equals(back.getScene()) && isInside(focused())) {
                back.requestFocus();
            }
            Visibility.show(node, false);
        }
    }

    /// Whoever clicks elsewhere has left it.
    private void follow(@Nullable Node owner) {
        if (viewModel.openProperty().get() && node.isVisible() && owner != null && !isInside(owner)) {
            viewModel.openProperty().set(false);
        }
    }

    private @Nullable Node focused() {
        return node.getScene().getFocusOwner();
    }

    private boolean isInside(@Nullable Node owner) {
        for (Node each = owner; each != null; each = each.getParent()) {
            if (each.equals(node)) {
                return true;
            }
        }
        return false;
    }

    private void show(List<Entry> entries) {
        list.getItems().setAll(entries);
        Visibility.show(list, !entries.isEmpty());
        Visibility.show(nothing, entries.isEmpty());
        double height = entries.stream().mapToDouble(entry -> entry.applies() ? LINE : LINE + REASON).sum();
        list.setPrefHeight(Math.min(TALLEST, height + FRAME));
        select(viewModel.selectedProperty().get());
    }

    private void select(int place) {
        if (place >= 0 && place < list.getItems().size()) {
            list.getSelectionModel().clearAndSelect(place);
            list.scrollTo(Math.max(0, place - 4));
            Entry entry = list.getItems().get(place);
            field.setAccessibleHelp(entry.applies() ? entry.text() : entry.text() + ": " + entry.whyNot());
        }
    }
}
