package org.kagicast.console.shell;

import java.util.Optional;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kagicast.console.session.Notices;
import org.kagicast.console.session.Notices.Severity;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Visibility;
import org.kordamp.ikonli.javafx.FontIcon;

/// Shows the latest notice over a corner of the screens, so that nothing moves under the pointer. Escape closes it, wherever
/// the focus is, unless something else has use for the key.
final class NoticeBar {

    private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");
    private static final PseudoClass RESULT = PseudoClass.getPseudoClass("result");

    private final ShellViewModel viewModel;
    private final Texts texts;
    private final HBox notice;
    private final FontIcon icon;
    private final Label text;
    private final Label count;
    private final Button dismiss;

    NoticeBar(ShellViewModel viewModel, Texts texts, HBox notice, FontIcon icon, Label text, Label count,
            Button dismiss) {
        this.viewModel = viewModel;
        this.texts = texts;
        this.notice = notice;
        this.icon = icon;
        this.text = text;
        this.count = count;
        this.dismiss = dismiss;
    }

    /// @param window hears the keys that nobody else had use for
    Subscription prepare(Node window) {
        dismiss.setOnAction(clicked -> viewModel.dismissNotice());
        dismiss.setTooltip(new Tooltip(texts.of("notice.dismiss.tip")));
        window.addEventHandler(KeyEvent.KEY_PRESSED, pressed -> {
            if (pressed.getCode() == KeyCode.ESCAPE && notice.isVisible()) {
                viewModel.dismissNotice();
                pressed.consume();
            }
        });
        return viewModel.shownProperty().subscribe(this::show);
    }

    private void show(Optional<Notices.Told> shown) {
        Visibility.show(notice, shown.isPresent());
        String sentence = shown.map(told -> viewModel.sentence(told.notice())).orElse("");
        text.setText(sentence);
        int times = shown.map(Notices.Told::count).orElse(1);
        count.setText(times > 1 ? texts.of("notice.times", times) : "");
        Visibility.show(count, times > 1);
        Optional<Severity> severity = shown.map(Notices.Told::severity);
        notice.pseudoClassStateChanged(WARNING, severity.equals(Optional.of(Severity.WARNING)));
        notice.pseudoClassStateChanged(RESULT, severity.equals(Optional.of(Severity.RESULT)));
        severity.ifPresent(each -> {
            icon.setIconLiteral(icon(each));
            notice.setAccessibleText(texts.of("notice.severity", each) + ": " + sentence);
            notice.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        });
    }

    static String icon(Severity severity) {
        return switch (severity) {
            case RESULT -> "fth-check-circle";
            case WARNING -> "fth-alert-triangle";
            case ERROR -> "fth-alert-circle";
        };
    }
}
