package org.kagicast.console.keytables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;
import org.kagicast.model.NodeName;

/// Chooses whose table is shown: all, or one role's. Takes no room while there is one only.
final class OwnerChoice {

    private final ComboBox<Choice> box;
    private final ObservableList<NodeName> owners;
    private final ObjectProperty<Optional<NodeName>> chosen;
    private final Texts texts;

    OwnerChoice(ComboBox<Choice> box, ObservableList<NodeName> owners,
            ObjectProperty<Optional<NodeName>> chosen, Texts texts) {
        this.box = box;
        this.owners = owners;
        this.chosen = chosen;
        this.texts = texts;
    }

    Subscription prepare() {
        box.setCellFactory(list -> new Cell());
        box.setButtonCell(new Cell());
        box.setConverter(new Words());
        box.showingProperty().subscribe(this::prompt);
        box.setOnAction(picked -> {
            if (box.getValue() != null) {
                chosen.set(box.getValue().owner());
            }
        });
        ListChangeListener<NodeName> listener = change -> offer();
        owners.addListener(listener);
        offer();
        return chosen.subscribe(owner -> box.setValue(new Choice(owner))).and(() -> owners.removeListener(listener));
    }

    /// What the control has to say speaks the language of the desktop.
    private void prompt(boolean isShowing) {
        if (isShowing && box.lookup(".text-field") instanceof TextField field) {
            field.setPromptText(texts.of("keyTables.search"));
        }
    }

    private void offer() {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(Optional.empty()));
        owners.forEach(owner -> choices.add(new Choice(Optional.of(owner))));
        box.getItems().setAll(choices);
        box.setValue(new Choice(chosen.get()));
        Visibility.show(box, owners.size() > 1);
    }

    /// @param owner empty for all
    record Choice(Optional<NodeName> owner) {}

    private String words(Choice choice) {
        return choice.owner().map(NodeName::value).orElseGet(() -> texts.of("keyTables.all"));
    }

    /// What is typed is looked for in these.
    private final class Words extends StringConverter<Choice> {

        @Override
        public String toString(@Nullable Choice choice) {
            return choice == null ? "" : words(choice);
        }

        @Override
        public Choice fromString(String typed) {
            return new Choice(chosen.get());
        }
    }

    private final class Cell extends ListCell<Choice> {

        @Override
        protected void updateItem(@Nullable Choice choice, boolean empty) {
            super.updateItem(choice, empty);
            setText(choice == null || empty ? "" : words(choice));
        }
    }
}
