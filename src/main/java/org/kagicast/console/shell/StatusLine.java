package org.kagicast.console.shell;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.util.Subscription;
import org.controlsfx.control.StatusBar;
import org.kagicast.console.session.LabState;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;

/// Binds the status bar: what is connected and lost at the left; problems at the right, each one click from its cause.
final class StatusLine {

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");

    private final ShellViewModel viewModel;
    private final Texts texts;
    private final StatusBar bar;
    private final Label connection = new Label();
    private final Label losses = new Label();
    private final Hyperlink problem = new Hyperlink();
    private final ContextMenu others = new ContextMenu();

    StatusLine(ShellViewModel viewModel, Texts texts, StatusBar bar) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.bar = bar;
    }

    Subscription prepare() {
        connection.setId("connection");
        losses.setId("losses");
        problem.setId("problem");
        problem.getStyleClass().add("problem");
        losses.getStyleClass().add("muted");
        connection.getStyleClass().add("muted");
        bar.getLeftItems().setAll(connection, losses);
        bar.getRightItems().setAll(problem);
        Ellipsis.explain(problem);
        connection.textProperty().bind(viewModel.connectionProperty());
        losses.textProperty().bind(viewModel.lossesProperty());
        return Subscription.combine(viewModel.stateProperty().subscribe(this::show),
                viewModel.silentProperty().subscribe(silent -> connection.pseudoClassStateChanged(SILENT, silent)),
                viewModel.problemsProperty().subscribe(this::show), connection.textProperty()::unbind,
                losses.textProperty()::unbind);
    }

    private void show(LabState state) {
        boolean busy = state == LabState.STARTING || state == LabState.STOPPING;
        bar.setProgress(busy ? ProgressBar.INDETERMINATE_PROGRESS : 0);
    }

    private void show(List<Problem> problems) {
        problem.setDisable(problems.isEmpty());
        problem.setVisited(false);
        if (problems.isEmpty()) {
            problem.setText(texts.of("status.noProblem"));
            others.hide();
            return;
        }
        String count = texts.of("status.problems", problems.size());
        problem.setText(texts.of("status.problem", count, problems.getFirst().headline()));
        problem.setOnAction(clicked -> {
            if (problems.size() == 1) {
                viewModel.reveal(problems.getFirst());
            } else {
                offer(problems);
            }
        });
    }

    private void offer(List<Problem> problems) {
        others.getItems().setAll(problems.stream().map(each -> {
            MenuItem item = new MenuItem(each.headline());
            item.setMnemonicParsing(false);
            item.setOnAction(chosen -> viewModel.reveal(each));
            return item;
        }).toList());
        others.show(problem, Side.TOP, 0, 0);
    }
}
