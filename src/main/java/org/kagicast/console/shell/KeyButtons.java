package org.kagicast.console.shell;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;
import org.kagicast.model.LeadTime;

/// Binds the key buttons of the header to their view model.
final class KeyButtons {

    private static final int SHORTEST_SECONDS = 1;
    private static final int LONGEST_SECONDS = (int) LeadTime.LONGEST.toSeconds();

    private final RekeyViewModel viewModel;
    private final Texts texts;
    private final Label streamName;
    private final Spinner<Integer> leadTime;
    private final Button main;
    private final Button hold;
    private final Button other;
    private final MenuButton allStreams;
    private final MenuItem announceAll;
    private final MenuItem changeAllNow;

    KeyButtons(RekeyViewModel viewModel, Texts texts, Label streamName, Spinner<Integer> leadTime, Button main,
            Button hold, Button other, MenuButton allStreams, MenuItem announceAll, MenuItem changeAllNow) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.streamName = streamName;
        this.leadTime = leadTime;
        this.main = main;
        this.hold = hold;
        this.other = other;
        this.allStreams = allStreams;
        this.announceAll = announceAll;
        this.changeAllNow = changeAllNow;
    }

    Subscription prepare() {
        main.setOnAction(clicked -> viewModel.main());
        hold.setOnAction(clicked -> viewModel.hold());
        other.setOnAction(clicked -> viewModel.other());
        hold.setTooltip(new Tooltip());
        main.setTooltip(new Tooltip());
        other.setTooltip(new Tooltip());
        allStreams.setTooltip(new Tooltip(texts.of("rekey.all")));
        announceAll.setOnAction(chosen -> viewModel.announceAll());
        changeAllNow.setOnAction(chosen -> viewModel.changeAllNow());
        prepareLeadTime();
        return viewModel.faceProperty().subscribe(this::show);
    }

    private void prepareLeadTime() {
        IntegerSpinnerValueFactory values = new IntegerSpinnerValueFactory(SHORTEST_SECONDS, LONGEST_SECONDS, 5);
        values.setConverter(new Seconds(texts, viewModel, () -> values.getValue()));
        leadTime.setValueFactory(values);
        leadTime.setTooltip(new Tooltip(texts.of("header.leadTime.tip")));
        values.valueProperty().addListener((value, before, now) -> {
            if (now != null) {
                viewModel.choose(now);
            }
        });
    }

    private void show(RekeyButtonState state) {
        boolean hasStream = state.stream().isPresent();
        String name = state.stream().map(Object::toString).orElse("");
        streamName.setText(name);
        Visibility.show(streamName, state.pending());
        // The name of a stream may have an underline of its own.
        main.setMnemonicParsing(state.pending());
        main.setText(state.main());
        hold.setText(state.hold());
        if (hold.isFocused() && !state.pending()) {
            main.requestFocus();
        }
        Visibility.show(hold, state.pending());
        other.setText(state.other());
        Objects.requireNonNull(hold.getTooltip()).setText(texts.of("rekey.hold.tip", name));
        Objects.requireNonNull(main.getTooltip())
                .setText(texts.of(state.pending() ? "rekey.switchNow.tip" : "rekey.announce.tip", name));
        Objects.requireNonNull(other.getTooltip())
                .setText(texts.of(state.pending() ? "rekey.cancel.tip" : "rekey.now.tip", name));
        main.setDisable(!hasStream);
        other.setDisable(!hasStream);
        leadTime.setDisable(!hasStream);
        allStreams.setDisable(!hasStream);
        announceAll.setText(texts.of("rekey.all.announce", state.streams().size()));
        changeAllNow.setText(texts.of("rekey.all.now", state.streams().size()));
        showLeadTime();
    }

    private void showLeadTime() {
        int seconds = viewModel.seconds();
        if (!leadTime.isFocused() && !Integer.valueOf(seconds).equals(leadTime.getValue())) {
            leadTime.getValueFactory().setValue(seconds);
        }
    }

    /// Writes `5 s`, and a stream's own half second as `0.5 s`. Reads any text with whole seconds in it; what has none, or
    /// is what was written, leaves the value as it was.
    private static final class Seconds extends StringConverter<Integer> {

        private final Texts texts;
        private final RekeyViewModel viewModel;
        private final Supplier<Integer> present;

        Seconds(Texts texts, RekeyViewModel viewModel, Supplier<Integer> present) {
            this.texts = texts;
            this.viewModel = viewModel;
            this.present = present;
        }

        @Override
        public String toString(Integer seconds) {
            Duration own = viewModel.faceProperty().get().leadTime();
            boolean isPart = viewModel.isOwnLeadTime() && own.toMillis() % 1000 != 0 && seconds == viewModel.seconds();
            return isPart ? texts.tenths(own) : texts.of("quantity.seconds", Integer.toString(seconds));
        }

        @Override
        public Integer fromString(String text) {
            String digits = text.replaceAll("\\D", "");
            return digits.isEmpty() || digits.length() > 6 || text.equals(toString(present.get()))
                    ? present.get()
                    : Math.clamp(Integer.parseInt(digits), SHORTEST_SECONDS, LONGEST_SECONDS);
        }
    }
}
