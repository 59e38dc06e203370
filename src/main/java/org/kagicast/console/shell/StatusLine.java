package org.kagicast.console.shell;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.controlsfx.control.StatusBar;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.console.view.Visibility;
import org.kordamp.ikonli.javafx.FontIcon;

/// Binds the status bar: what is connected and lost at the left; at the right problems, each one click from its cause, the
/// list of problems and notices, and help.
final class StatusLine {

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");
    private static final double PROGRESS_WIDTH = 70;

    private final ShellViewModel viewModel;
    private final Texts texts;
    private final StatusBar bar;
    private final NewsView news;
    private final Label connection = new Label();
    private final ProgressBar progress = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    private final Label losses = new Label();
    private final Hyperlink problem = new Hyperlink();
    private final Button list = new Button();
    private final MenuButton help = new MenuButton();

    StatusLine(ShellViewModel viewModel, Texts texts, StatusBar bar) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.bar = bar;
        this.news = new NewsView(viewModel, texts);
    }

    Subscription prepare() {
        connection.setId("connection");
        losses.setId("losses");
        problem.setId("problem");
        progress.setId("working");
        progress.setPrefWidth(PROGRESS_WIDTH);
        problem.getStyleClass().add("problem");
        problem.setOnAction(clicked -> lead());
        losses.getStyleClass().add("muted");
        connection.getStyleClass().add("muted");
        prepareButtons();
        bar.getLeftItems().setAll(connection, progress, losses);
        bar.getRightItems().setAll(problem, list, help);
        Ellipsis.explain(problem);
        connection.textProperty().bind(viewModel.connectionProperty());
        losses.textProperty().bind(viewModel.lossesProperty());
        return Subscription.combine(viewModel.busyProperty().subscribe(busy -> Visibility.show(progress, busy)),
                viewModel.silentProperty().subscribe(silent -> connection.pseudoClassStateChanged(SILENT, silent)),
                viewModel.problemsTextProperty().subscribe(text -> show()),
                viewModel.problemsProperty().subscribe(problems -> show()),
                news.over(list), connection.textProperty()::unbind, losses.textProperty()::unbind);
    }

    private void prepareButtons() {
        list.setId("news");
        list.getStyleClass().add("status-button");
        list.setGraphic(new FontIcon("fth-bell"));
        list.setAccessibleText(texts.of("news.title"));
        list.setTooltip(new Tooltip(texts.of("news.tip")));
        help.setId("help");
        help.getStyleClass().add("status-button");
        help.setGraphic(new FontIcon("fth-help-circle"));
        help.setAccessibleText(texts.of("help.title"));
        help.setTooltip(new Tooltip(texts.of("help.title")));
        MenuItem log = new MenuItem(texts.of("command.LOG"));
        log.setMnemonicParsing(false);
        log.setOnAction(chosen -> viewModel.openLog());
        help.getItems().setAll(log);
    }

    private void show() {
        String text = viewModel.problemsTextProperty().get();
        problem.setText(text);
        problem.setVisited(false);
        Visibility.show(problem, !text.isEmpty());
        problem.setDisable(viewModel.judgedProperty().get().isEmpty());
        problem.pseudoClassStateChanged(OPEN, !viewModel.problemsProperty().get().isEmpty());
    }

    /// To the only one that counts, and to the list where that is not one.
    private void lead() {
        List<Problem> problems = viewModel.problemsProperty().get();
        if (problems.size() == 1 && problems.getFirst().cause().isPresent()) {
            viewModel.reveal(problems.getFirst());
        } else {
            viewModel.newsOpenProperty().set(true);
        }
    }
}
