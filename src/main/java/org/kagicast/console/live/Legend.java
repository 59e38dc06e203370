package org.kagicast.console.live;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.controlsfx.control.PopOver;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyPalette;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.LightPopOver;
import org.kagicast.model.KeyId;

/// What the signs of chips and of the timeline mean, beside a button that asks for it.
final class Legend {

    private static final List<KeyPhase> CHIPS = List.of(KeyPhase.IN_USE, KeyPhase.COMING, KeyPhase.ANNOUNCED,
            KeyPhase.FETCHING, KeyPhase.READY, KeyPhase.FORMER, KeyPhase.COMPROMISED, KeyPhase.REFUSED);

    private final Texts texts;

    /// What is drawn on the timeline.
    private enum Bar {
        USED,
        NONE,
        HELD,
        REFUSED,
        SILENT,
        ANNOUNCED,
        FETCHED,
        COMING
    }

    Legend(Texts texts) {
        this.texts = texts;
    }

    void openBy(Button button) {
        GridPane content = new GridPane();
        content.getStyleClass().add("legend");
        for (int row = 0; row < CHIPS.size(); row++) {
            KeyPhase phase = CHIPS.get(row);
            KeyChip chip = new KeyChip();
            chip.show(Optional.of(new KeyLook(new KeyId(7), "7", KeyPalette.colours().get(3), phase)), texts);
            content.addRow(row, chip, new Label(texts.of("live.legend.chip", phase)), bar(Bar.values()[row]),
                    new Label(texts.of("live.legend", Bar.values()[row])));
        }
        LightPopOver popOver = new LightPopOver(content);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_LEFT);
        popOver.setAnimated(false);
        popOver.openBy(button, () -> {
            popOver.getRoot().getStylesheets().setAll(button.getScene().getStylesheets());
            if (popOver.isShowing()) {
                popOver.hide();
            } else {
                popOver.show(button);
            }
        });
    }

    private static Node bar(Bar kind) {
        Region sample = new Region();
        sample.getStyleClass().addAll("legend-bar", "legend-" + kind.name().toLowerCase(Locale.ROOT));
        return sample;
    }
}
