package org.kagicast.console.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.PopOver;
import org.kagicast.console.session.Notices;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.LightPopOver;
import org.kordamp.ikonli.javafx.FontIcon;

/// The list of problems, with what can be said of them, and of what was told lately. Kept up to date while it is seen. One
/// language long.
final class NewsView {

    private static final double TALLEST = 440;

    private final ShellViewModel viewModel;
    private final Texts texts;
    private final VBox problems = new VBox();
    private final VBox notices = new VBox();
    private final LightPopOver popOver;
    private final Map<Problem.Id, ProblemRow> rows = new LinkedHashMap<>();

    NewsView(ShellViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        VBox content = new VBox(section("news.problems"), problems, section("news.notices"), notices);
        content.getStyleClass().add("news");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.prefViewportHeightProperty().bind(Bindings.min(content.heightProperty(), TALLEST));
        scroll.getStyleClass().add("news-scroll");
        popOver = new LightPopOver(scroll);
        popOver.setArrowLocation(PopOver.ArrowLocation.BOTTOM_RIGHT);
        popOver.setTitle(texts.of("news.title"));
        popOver.setAnimated(false);
        popOver.setOnHidden(hidden -> viewModel.newsOpenProperty().set(false));
    }

    /// Shows itself over a button whenever it is asked for.
    Subscription over(ButtonBase button) {
        popOver.openBy(button, () -> viewModel.newsOpenProperty().set(!viewModel.newsOpenProperty().get()));
        InvalidationListener told = change -> showNotices();
        viewModel.history().addListener(told);
        return Subscription.combine(viewModel.newsOpenProperty().subscribe(isOpen -> open(isOpen, button)),
                viewModel.judgedProperty().subscribe(this::show),
                () -> viewModel.history().removeListener(told), popOver::hide);
    }

    private void open(boolean isOpen, ButtonBase button) {
        if (isOpen && !popOver.isShowing()) {
            show(viewModel.judgedProperty().get());
            showNotices();
            // The popover's own style sheet outranks those of the scene.
            popOver.getRoot().getStylesheets().setAll(button.getScene().getStylesheets());
            popOver.show(button);
        } else if (!isOpen) {
            popOver.hide();
        }
    }

    private void show(List<JudgedProblem> judged) {
        if (!viewModel.newsOpenProperty().get()) {
            return;
        }
        rows.keySet().retainAll(judged.stream().map(each -> each.problem().id()).toList());
        List<Node> shown = judged.stream().<Node>map(each -> {
            ProblemRow row = rows.computeIfAbsent(each.problem().id(), absent -> new ProblemRow(viewModel, texts));
            row.show(each);
            return row;
        }).distinct().toList();
        fill(problems, shown, "news.noProblems");
    }

    private void showNotices() {
        if (viewModel.newsOpenProperty().get()) {
            fill(notices, viewModel.history().stream().<Node>map(this::row).toList(), "news.noNotices");
        }
    }

    private Node row(Notices.Told told) {
        FontIcon icon = new FontIcon(NoticeBar.icon(told.severity()));
        icon.getStyleClass().add(told.severity().name().toLowerCase(Locale.ROOT));
        Label at = new Label(texts.clock(told.at()));
        at.getStyleClass().add("muted");
        at.setMinWidth(Label.USE_PREF_SIZE);
        String times = told.count() > 1 ? " " + texts.of("notice.times", told.count()) : "";
        Label sentence = new Label(viewModel.sentence(told.notice()) + times);
        sentence.setWrapText(true);
        HBox row = new HBox(icon, at, sentence);
        row.getStyleClass().add("notice-row");
        return row;
    }

    private void fill(VBox box, List<Node> rows, String emptyKey) {
        if (!rows.isEmpty()) {
            if (!rows.equals(box.getChildren())) {
                box.getChildren().setAll(rows);
            }
        } else if (box.getChildren().size() != 1 || !(box.getChildren().getFirst() instanceof Label)) {
            Label nothing = new Label(texts.of(emptyKey));
            nothing.getStyleClass().add("muted");
            box.getChildren().setAll(nothing);
        }
    }

    private Label section(String key) {
        Label label = new Label(texts.of(key));
        label.getStyleClass().add("section");
        return label;
    }
}
