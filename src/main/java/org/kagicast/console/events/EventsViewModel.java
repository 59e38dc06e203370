package org.kagicast.console.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.transformation.FilteredList;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.OperatorException;

/// What the Events screen shows and does: the log of the domain in view. On the console's thread only.
public final class EventsViewModel {

    private final ConsoleModel model;
    private final EventLogs logs;
    private final Function<Target, Optional<Runnable>> acknowledging;
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Set<Severity>> severities = new ReadOnlyObjectWrapper<>(
            EnumSet.allOf(Severity.class));
    private final ReadOnlyObjectWrapper<Set<Happening.Kind>> kinds = new ReadOnlyObjectWrapper<>(
            EnumSet.allOf(Happening.Kind.class));
    private final ReadOnlyObjectWrapper<FilteredList<Event>> shown;
    private final Map<Long, Written> written = new HashMap<>();
    private Domain domain;
    private EventLog log;
    private Texts texts;
    private EventWords words;

    /// @param sentence of the event as it was
    private record Written(Event event, String sentence) {}

    /// @param acknowledging what acknowledges the problem that a part of the Live screen has now, if it has one
    public EventsViewModel(ConsoleModel model, EventLogs logs, Function<Target, Optional<Runnable>> acknowledging) {
        this.model = model;
        this.acknowledging = acknowledging;
        this.logs = logs;
        this.domain = model.domainProperty().get();
        this.log = logs.of(domain);
        this.texts = model.texts();
        this.words = new EventWords(texts);
        this.shown = new ReadOnlyObjectWrapper<>(new FilteredList<>(log.events()));
        filter.addListener((text, before, now) -> refilter());
        severities.addListener((chosen, before, now) -> refilter());
        kinds.addListener((chosen, before, now) -> refilter());
        model.show(this::show);
    }

    /// Words that an event must have, all of them, in any column.
    public StringProperty filterProperty() {
        return filter;
    }

    ReadOnlyObjectProperty<Set<Severity>> severitiesProperty() {
        return severities.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Set<Happening.Kind>> kindsProperty() {
        return kinds.getReadOnlyProperty();
    }

    /// Shows events of one severity, or hides them.
    public void show(Severity severity, boolean wanted) {
        Set<Severity> next = EnumSet.noneOf(Severity.class);
        Arrays.stream(Severity.values())
                .filter(each -> each == severity ? wanted : severities.get().contains(each)).forEach(next::add);
        severities.set(next);
    }

    /// Shows events of these kinds alone.
    public void show(Set<Happening.Kind> wanted) {
        kinds.set(wanted.isEmpty() ? EnumSet.noneOf(Happening.Kind.class) : EnumSet.copyOf(wanted));
    }

    /// The events that pass the filter, oldest first; another list for each domain.
    public ReadOnlyObjectProperty<FilteredList<Event>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// How many events pass the filter, of how many.
    public String counted() {
        return texts.of("events.count", texts.number(shown.get().size()), texts.number(log.events().size()));
    }

    /// The moment at which the screens stand still; what happened later was not known then.
    ReadOnlyObjectProperty<Optional<Instant>> pausedProperty() {
        return model.pausedProperty();
    }

    /// Whether anything is hidden.
    public boolean isFiltering() {
        return !filter.get().isBlank() || severities.get().size() < Severity.values().length
                || kinds.get().size() < Happening.Kind.values().length;
    }

    @SuppressWarnings("ReferenceEquality") // written for this very event
    public String sentence(Event event) {
        Written known = written.get(event.number());
        if (known == null || known.event() != event) {
            if (written.size() > 2 * EventLog.MOST) {
                written.clear();
            }
            known = new Written(event, words.sentence(event));
            written.put(event.number(), known);
        }
        return known.sentence();
    }

    EventWords words() {
        return words;
    }

    /// Brings what an event is about into view, as it was then.
    public void jump(Event event) {
        model.pauseAfter(event.noted());
        event.about().ifPresent(model.selection()::reveal);
    }

    /// What acknowledges the problem that an event is about, as long as there is one.
    public Optional<Runnable> acknowledging(Event event) {
        return event.severity() == Severity.INFO ? Optional.empty() : event.about().flatMap(acknowledging);
    }

    /// What stands in a line, for the clipboard.
    String line(Event event) {
        return String.join("\t", texts.zoned(event.at()), words.severity(event), words.stream(event), words.key(event),
                words.who(event), sentence(event));
    }

    /// As CSV (RFC 4180); a failure becomes a notice.
    public void exportCsv(Path file, List<Event> events) {
        write(file, new EventExport(texts).csv(events));
    }

    /// As JSON; a failure becomes a notice.
    public void exportJson(Path file, List<Event> events) {
        write(file, new EventExport(texts).json(events));
    }

    /// A name for a file of them.
    String fileName(String ending) {
        String name = domain instanceof Domain.Trust trust ? trust.name() : "lab";
        String day = texts.zoned(model.time().now()).substring(0, 19).replaceAll("[T:]", "-");
        return "kagicast-events-" + name.replaceAll("[^\\w.-]", "_") + "-" + day + ending;
    }

    private void write(Path file, String text) {
        String refusal = texts.of("file.unwritten", file);
        model.inBackground(() -> {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new OperatorException(refusal, e);
            }
        });
    }

    private void show(Frame frame) {
        boolean isOther = !frame.domain().equals(domain);
        boolean isOtherLanguage = !frame.texts().equals(texts);
        if (isOther || isOtherLanguage) {
            domain = frame.domain();
            texts = frame.texts();
            words = new EventWords(texts);
            written.clear();
            log = logs.of(domain);
        }
        if (isOther) {
            shown.set(new FilteredList<>(log.events()));
        }
        if (isOther || isOtherLanguage) {
            refilter();
        }
        log.forget(now());
    }

    private Instant now() {
        return model.time().now();
    }

    private void refilter() {
        Set<Severity> wantedSeverities = Set.copyOf(severities.get());
        Set<Happening.Kind> wantedKinds = Set.copyOf(kinds.get());
        List<String> terms = Stream.of(filter.get().toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .filter(term -> !term.isEmpty()).toList();
        shown.get().setPredicate(event -> wantedSeverities.contains(event.severity())
                && wantedKinds.contains(event.happening().kind()) && (terms.isEmpty() || has(event, terms)));
    }

    private boolean has(Event event, List<String> terms) {
        String all = String.join(" ", words.clock(event), words.severity(event), words.kind(event), words.stream(event),
                words.key(event), event.key().map(key -> key.id().toString()).orElse(""), words.who(event),
                sentence(event)).toLowerCase(Locale.ROOT);
        return terms.stream().allMatch(all::contains);
    }
}
