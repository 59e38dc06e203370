package org.kagicast.console.view;

import java.util.Arrays;
import java.util.List;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.util.Subscription;

import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;

/// Puts the dividers of a split pane where they were last, and remembers where they are dragged to.
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
        EventHandler<MouseEvent> dropped = released -> {
            if (isDividerOf(pane, released.getTarget())) {
                preferences.set(places, Arrays.stream(pane.getDividerPositions()).map(place -> Math.clamp(place, 0, 1))
                        .boxed().toList());
            }
        };
        pane.addEventFilter(MouseEvent.MOUSE_RELEASED, dropped);
        return () -> pane.removeEventFilter(MouseEvent.MOUSE_RELEASED, dropped);
    }

    /// Panes lie in panes, and a layout moves dividers, too, which nobody has to remember.
    private static boolean isDividerOf(SplitPane pane, Object target) {
        for (Node node = target instanceof Node hit ? hit : null; node != null; node = node.getParent()) {
            if (node.getStyleClass().contains("split-pane-divider")) {
                return pane.equals(node.getParent());
            }
        }
        return false;
    }
}
