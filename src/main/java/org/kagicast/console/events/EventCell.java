package org.kagicast.console.events;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.keys.KeyChip;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Ellipsis;
import org.kagicast.model.NodeEvent.Severity;
import org.kordamp.ikonli.javafx.FontIcon;

/// One cell of the table of events.
abstract class EventCell extends TableCell<Event, Event> {

    @Override
    protected final void updateItem(@Nullable Event event, boolean empty) {
        super.updateItem(event, empty);
        if (event == null || empty) {
            setText(null);
            setGraphic(null);
        } else {
            show(event);
        }
    }

    abstract void show(Event event);

    /// Says when, and leads there.
    static final class Time extends EventCell {

        private final EventsViewModel viewModel;
        private final Texts texts;
        private final Hyperlink link = new Hyperlink();
        private final Consumer<Event> jump;

        Time(EventsViewModel viewModel, Consumer<Event> jump, Texts texts) {
            this.viewModel = viewModel;
            this.jump = jump;
            this.texts = texts;
            link.setFocusTraversable(false);
            link.getStyleClass().add("event-time");
        }

        @Override
        void show(Event event) {
            link.setText(viewModel.words().clock(event));
            link.setVisited(false);
            link.setAccessibleText(texts.of("event.time.accessible", link.getText()));
            link.setOnAction(clicked -> jump.accept(event));
            setGraphic(link);
        }
    }

    /// Icon and word.
    static final class OfSeverity extends EventCell {

        private final EventsViewModel viewModel;
        private final FontIcon icon = new FontIcon("fth-info");

        OfSeverity(EventsViewModel viewModel) {
            this.viewModel = viewModel;
        }

        @Override
        void show(Event event) {
            icon.setIconLiteral(icon(event.severity()));
            setGraphic(icon);
            setText(viewModel.words().severity(event));
        }

        static String icon(Severity severity) {
            return switch (severity) {
                case INFO -> "fth-info";
                case WARNING -> "fth-alert-triangle";
                case ERROR -> "fth-alert-octagon";
            };
        }
    }

    /// The key's chip.
    static final class OfKey extends EventCell {

        private final KeyChip chip = new KeyChip();
        private final Texts texts;

        OfKey(Texts texts) {
            this.texts = texts;
        }

        @Override
        void show(Event event) {
            chip.show(event.key().map(EventKey::look), texts);
            setGraphic(event.key().isPresent() ? chip : null);
        }
    }

    /// Words, with the whole of them in a tooltip where there is no room.
    static final class Words extends EventCell {

        private final Function<Event, String> text;

        Words(Function<Event, String> text) {
            this.text = text;
            Ellipsis.explain(this);
        }

        @Override
        void show(Event event) {
            setText(text.apply(event));
        }
    }
}
