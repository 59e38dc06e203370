package org.kagicast.console.shell;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;

/// One problem in the list: what is wrong, what to do, and what to say of it. Stays the same while its sentence changes.
final class ProblemRow extends VBox {

    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");

    private final ShellViewModel viewModel;
    private final Texts texts;
    private final Label headline = new Label();
    private final Label judgement = new Label();
    private final Label sentence = new Label();
    private final Button show = new Button();
    private final Button acknowledge = new Button();
    private final Button expect = new Button();
    private final Button reopen = new Button();

    ProblemRow(ShellViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
        getStyleClass().add("news-row");
        headline.getStyleClass().add("name");
        headline.setWrapText(true);
        judgement.getStyleClass().add("judgement");
        judgement.setMinWidth(USE_PREF_SIZE);
        sentence.setWrapText(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(headline, space, judgement);
        head.getStyleClass().add("line");
        HBox buttons = new HBox(show, acknowledge, expect, reopen);
        buttons.getStyleClass().add("news-buttons");
        label(show, "problem.show");
        label(acknowledge, "problem.acknowledge");
        label(expect, "problem.expect");
        label(reopen, "problem.reopen");
        getChildren().setAll(head, sentence, buttons);
    }

    void show(JudgedProblem judged) {
        Problem problem = judged.problem();
        headline.setText(problem.headline());
        sentence.setText(problem.sentence());
        judgement.setText(judged.isOpen() ? "" : texts.of("judgement", judged.judgement()));
        pseudoClassStateChanged(OPEN, judged.isOpen());
        Visibility.show(show, problem.cause().isPresent());
        Visibility.show(acknowledge, judged.isOpen());
        Visibility.show(expect, judged.isOpen());
        Visibility.show(reopen, !judged.isOpen());
        name(show, problem);
        name(acknowledge, problem);
        name(expect, problem);
        name(reopen, problem);
        show.setOnAction(pressed -> {
            viewModel.newsOpenProperty().set(false);
            viewModel.reveal(problem);
        });
        acknowledge.setOnAction(pressed -> say(problem, Judgement.ACKNOWLEDGED));
        expect.setOnAction(pressed -> say(problem, Judgement.EXPECTED));
        reopen.setOnAction(pressed -> say(problem, Judgement.OPEN));
    }

    /// The button that was pressed has gone; the focus stays in the row.
    private void say(Problem problem, Judgement judgement) {
        viewModel.say(problem, judgement);
        if (judgement == Judgement.OPEN) {
            acknowledge.requestFocus();
        } else {
            reopen.requestFocus();
        }
    }

    private void label(Button button, String key) {
        button.setText(texts.of(key));
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
    }

    private static void name(Button button, Problem problem) {
        button.setAccessibleText(button.getText() + ": " + problem.headline());
    }
}
