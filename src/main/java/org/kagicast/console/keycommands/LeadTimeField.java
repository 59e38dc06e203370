package org.kagicast.console.keycommands;

import java.time.Duration;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;
import org.kagicast.console.text.Texts;
import org.kagicast.model.LeadTime;

/// The lead time of the next announcement: the stream's own, whatever that is, until somebody chooses another.
final class LeadTimeField {

    private static final int SHORTEST_SECONDS = 1;
    private static final int LONGEST_SECONDS = (int) LeadTime.LONGEST.toSeconds();

    private final Spinner<Integer> field;
    private final KeyCommandsViewModel viewModel;
    private final Texts texts;

    LeadTimeField(Spinner<Integer> field, KeyCommandsViewModel viewModel, Texts texts) {
        this.field = field;
        this.viewModel = viewModel;
        this.texts = texts;
        IntegerSpinnerValueFactory values = new IntegerSpinnerValueFactory(SHORTEST_SECONDS, LONGEST_SECONDS, 5);
        values.setConverter(new Seconds());
        field.setValueFactory(values);
        field.setTooltip(new Tooltip(texts.of("keys.leadTime.tip")));
        values.valueProperty().addListener((value, before, now) -> {
            if (now != null) {
                viewModel.choose(now);
            }
        });
    }

    void show() {
        int seconds = viewModel.seconds();
        if (!field.isFocused() && !Integer.valueOf(seconds).equals(field.getValue())) {
            field.getValueFactory().setValue(seconds);
        }
    }

    /// Writes `5 s`, and a stream's own half second as `0.5 s`. Reads any text with whole seconds in it; what has none, or
    /// is what was written, leaves the value as it was.
    private final class Seconds extends StringConverter<Integer> {

        @Override
        public String toString(Integer seconds) {
            Duration own = viewModel.stateProperty().get().leadTime();
            boolean isPart = viewModel.isOwnLeadTime() && own.toMillis() % 1000 != 0 && seconds == viewModel.seconds();
            return isPart ? texts.tenths(own) : texts.of("quantity.seconds", Integer.toString(seconds));
        }

        @Override
        public Integer fromString(String text) {
            String digits = text.replaceAll("\\D", "");
            return digits.isEmpty() || digits.length() > 6 || text.equals(toString(field.getValue()))
                    ? field.getValue()
                    : Math.clamp(Integer.parseInt(digits), SHORTEST_SECONDS, LONGEST_SECONDS);
        }
    }
}
