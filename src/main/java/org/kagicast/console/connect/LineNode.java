package org.kagicast.console.connect;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.FirmLabel;

/// One line of the list: a domain to bring into view, or a node to forget. Stays the same while what it tells changes.
final class LineNode extends HBox {

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

    private final NodesViewModel viewModel;
    private final ToggleGroup inView;
    private final Texts texts;
    private final RadioButton domain = new RadioButton();
    private final FirmLabel name = new FirmLabel();
    private final Label detail = new Label();
    private final Button forget = new Button();
    private final Tooltip reason = new Tooltip();

    LineNode(NodesViewModel viewModel, ToggleGroup inView, Texts texts) {
        this.viewModel = viewModel;
        this.inView = inView;
        this.texts = texts;
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getStyleClass().add("line");
        domain.setMnemonicParsing(false);
        domain.getStyleClass().add("name");
        detail.getStyleClass().add("node-detail");
        forget.getStyleClass().add("flat");
        forget.setText(texts.of("nodes.forget"));
        forget.setMnemonicParsing(false);
        forget.setMinWidth(USE_PREF_SIZE);
        detail.setMinWidth(USE_PREF_SIZE);
        getChildren().setAll(domain, name, space, detail, forget);
        Ellipsis.explainAll(this);
    }

    void show(Line line) {
        switch (line) {
            case Line.OfDomain of -> show(of);
            case Line.OfNode of -> show(of);
        }
    }

    private void show(Line.OfDomain of) {
        leave(name);
        leave(forget);
        domain.setText(of.name());
        domain.setToggleGroup(inView);
        domain.setSelected(of.inView());
        domain.setOnAction(chosen -> viewModel.view(of.domain()));
        detail.setText(of.detail());
    }

    private void show(Line.OfNode of) {
        leave(domain);
        String whole = of.name().isEmpty() ? of.address().toString() : of.name() + " · " + of.address();
        name.setText(whole);
        name.setFirm(230);
        getStyleClass().setAll("line", "node-line");
        detail.setText(of.detail());
        pseudoClassStateChanged(SILENT, of.wanting());
        reason.setText(of.reason());
        detail.setTooltip(of.reason().isEmpty() ? null : reason);
        forget.setAccessibleText(texts.of("nodes.forget.of", whole));
        forget.setOnAction(clicked -> viewModel.forget(of.address()));
    }

    private static void leave(Region node) {
        node.setVisible(false);
        node.setManaged(false);
    }
}
