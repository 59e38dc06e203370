package org.kagicast.console.live;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.util.Subscription;
import org.kagicast.console.view.Visibility;

/// Takes away what adds and removes roles where that cannot be done: everywhere but in the lab.
final class LabOnly {

    private LabOnly() {
    }

    static Subscription show(LiveViewModel viewModel, List<MenuItem> items) {
        return viewModel.changeableProperty().subscribe(can -> items.forEach(item -> item.setVisible(can)));
    }

    static Subscription show(LiveViewModel viewModel, Node node) {
        return viewModel.changeableProperty().subscribe(can -> Visibility.show(node, can));
    }
}
