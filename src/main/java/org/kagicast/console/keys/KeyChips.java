package org.kagicast.console.keys;

import java.util.List;
import java.util.Optional;
import javafx.scene.layout.HBox;
import org.kagicast.console.text.Texts;

/// Several keys in a row, made anew only when they are others or look otherwise.
public final class KeyChips extends HBox {

    private List<KeyLook> shown = List.of();

    public void show(List<KeyLook> looks, Texts texts) {
        if (looks.equals(shown)) {
            return;
        }
        shown = List.copyOf(looks);
        getChildren().setAll(looks.stream().map(look -> {
            KeyChip chip = new KeyChip();
            chip.show(Optional.of(look), texts);
            return chip;
        }).toList());
    }
}
