package org.kagicast.console.keytables;

import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TableView.ResizeFeatures;
import javafx.util.Callback;

/// Fills the width with the columns as long as each has the least that it needs, and scrolls sideways otherwise.
@SuppressWarnings("rawtypes") // as TableView itself has it
final class ResizePolicy implements Callback<ResizeFeatures, Boolean> {

    @Override
    public Boolean call(ResizeFeatures features) {
        TableView<?> table = features.getTable();
        double needed = table.getVisibleLeafColumns().stream().mapToDouble(TableColumnBase::getMinWidth).sum();
        return needed <= table.getWidth()
                ? TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(features)
                : TableView.UNCONSTRAINED_RESIZE_POLICY.call(features);
    }
}
