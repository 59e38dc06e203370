package org.kagicast.console.view;

import java.util.Arrays;
import java.util.List;

import javafx.scene.control.SplitPane;
import javafx.util.Subscription;

import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;

/// Puts the dividers of a split pane where they were last, and remembers where they are put.
public final class Dividers {

    private Dividers() {
    }

    /// @param pane with all its parts
    /// @return ends remembering
    public static Subscription remember(SplitPane pane, Setting<List<Double>> places, Preferences preferences) {
        List<Double> last = preferences.get(places);
        if (last.size() == pane.getDividers().size()) {
            pane.setDividerPositions(last.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return pane.getDividers().stream()
                .map(divider -> divider.positionProperty().subscribe((before, now) -> preferences.set(places,
                        Arrays.stream(pane.getDividerPositions()).boxed().map(Dividers::share).toList())))
                .reduce(Subscription.EMPTY, Subscription::and);
    }

    private static double share(double position) {
        return Math.clamp(position, 0, 1);
    }
}
