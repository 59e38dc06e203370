package org.kagicast.console.keycommands;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.session.ChangeResult;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.LeadTime;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.StreamSnapshot.KeyInUse;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// What the bar of key commands shows.
///
/// @param stream the selected one; empty while there is none
/// @param coming the keys of its announced changes: of one that has one key at a time, one at most
/// @param isHeld whether all of these are put off already
/// @param why why nothing can be ordered at all; empty when something can
/// @param buttons one for each command
/// @param outcome one line: how the last change went, or what the commands will do
/// @param leadTime the stream's own
/// @param streams all of them, for the commands to all
/// @param whyNotAll why nothing can be ordered of all of them; empty when something can
public record KeyCommandsState(Optional<StreamName> stream, List<ComingKey> coming, boolean isHeld, String why,
        Map<KeyCommand, CommandButton> buttons, Outcome outcome, Duration leadTime, List<StreamName> streams,
        String whyNotAll) {

    private static final Duration USUAL_LEAD_TIME = Duration.ofSeconds(5);
    /// For so long the result of a change is told before what can be done next.
    static final Duration RESULT_SHOWN = Duration.ofSeconds(12);

    public KeyCommandsState {
        coming = List.copyOf(coming);
        buttons = Map.copyOf(buttons);
        streams = List.copyOf(streams);
    }

    /// @param text what stands on it
    /// @param tip what it does and its keys, or why it does not apply now
    /// @param applies whether it can be pressed
    public record CommandButton(String text, String tip, boolean applies) {}

    /// @param text one sentence or two
    /// @param kind how it is shown
    public record Outcome(String text, Kind kind) {

        /// What the line is about.
        public enum Kind {
            /// What would happen.
            BEFOREHAND,
            /// An announced change, and when it comes.
            COMING,
            /// A change went without loss or wait.
            GOOD,
            /// Somebody waited or lost something by a change, or no command can be sent.
            NOTABLE
        }
    }

    /// What a press of a button is about that shows this.
    public KeyPress press(KeyCommand command) {
        return new KeyPress(command, stream, coming);
    }

    static KeyCommandsState of(Optional<StreamName> selected, Optional<Duration> chosen, Frame frame) {
        List<StreamSnapshot> streams = frame.snapshot().map(Audience::streams).orElse(List.of());
        List<StreamName> names = streams.stream().map(StreamSnapshot::name).toList();
        Optional<StreamSnapshot> stream = streams.stream().filter(each -> selected.equals(Optional.of(each.name())))
                .findFirst();
        return new Maker(stream, chosen, names, frame).make();
    }

    /// The stream's lead time as whole seconds, of which there is at least one.
    int leadSeconds() {
        return (int) Math.clamp(leadTime.toSeconds(), 1, LeadTime.LONGEST.toSeconds());
    }

    /// Makes one of a frame.
    private static final class Maker {

        private final Optional<StreamSnapshot> stream;
        private final Duration leadTime;
        private final Duration chosen;
        private final List<StreamName> names;
        private final Frame frame;
        private final Texts texts;
        private final KeyNumbers numbers;
        private final List<PendingChange> changes;
        private final List<ComingKey> coming;

        Maker(Optional<StreamSnapshot> stream, Optional<Duration> chosen, List<StreamName> names, Frame frame) {
            this.stream = stream;
            this.leadTime = stream.map(StreamSnapshot::leadTime).orElse(USUAL_LEAD_TIME);
            this.chosen = chosen.orElse(leadTime);
            this.names = names;
            this.frame = frame;
            this.texts = frame.texts();
            this.numbers = frame.seen().numbers();
            this.changes = stream.stream().flatMap(each -> each.lines().stream())
                    .flatMap(line -> line.pending().stream()).toList();
            this.coming = stream.stream().flatMap(each -> each.lines().stream().flatMap(line -> line.pending().stream()
                    .map(change -> new ComingKey(new KeyLine(each.name(), line.label()), change.keyId())))).toList();
        }

        KeyCommandsState make() {
            boolean isHeld = !changes.isEmpty() && changes.stream().allMatch(change -> change.hold().isPresent());
            String why = why();
            Map<KeyCommand, CommandButton> buttons = new EnumMap<>(KeyCommand.class);
            for (KeyCommand command : KeyCommand.values()) {
                buttons.put(command, button(command, whyNot(command, isHeld, why)));
            }
            return new KeyCommandsState(stream.map(StreamSnapshot::name), coming, isHeld, why, buttons,
                    why.isEmpty() ? outcome() : new Outcome(why, Outcome.Kind.NOTABLE), leadTime, names,
                    whyNotAll());
        }

        private String why() {
            if (frame.isPast()) {
                return texts.of("keys.why.past", texts.clock(frame.now()));
            }
            return stream.map(each -> frame.silence(new Target.OfStream(each.name()))
                    .map(silence -> texts.of("keys.why.silent", silence.sentence())).orElse(""))
                    .orElseGet(() -> texts.of(names.isEmpty() ? "keys.why.noStream" : "keys.why.noneChosen"));
        }

        private String whyNotAll() {
            if (frame.isPast()) {
                return texts.of("keys.why.past", texts.clock(frame.now()));
            }
            return names.isEmpty() ? texts.of("keys.why.noStream") : "";
        }

        private String whyNot(KeyCommand command, boolean isHeld, String why) {
            if (!why.isEmpty()) {
                return why;
            }
            if (command.isAboutChange() && coming.isEmpty()) {
                return texts.of("keys.why.noChange", name());
            }
            if (command == KeyCommand.ANNOUNCE && !coming.isEmpty()) {
                return texts.of("keys.why.announced", key());
            }
            return command == KeyCommand.HOLD && isHeld ? texts.of("keys.why.held", key()) : "";
        }

        private CommandButton button(KeyCommand command, String whyNot) {
            String text = command.isAboutChange() && coming.size() == 1
                    ? texts.of("keys.of", command, numbers.number(coming.getFirst().keyId()))
                    : texts.of("keys", command);
            return new CommandButton(text,
                    whyNot.isEmpty() ? texts.of("keys.tip", command, name()) : whyNot, whyNot.isEmpty());
        }

        private Outcome outcome() {
            if (!coming.isEmpty()) {
                return new Outcome(changeComing(), Outcome.Kind.COMING);
            }
            return result().orElseGet(() -> new Outcome(beforehand(), Outcome.Kind.BEFOREHAND));
        }

        private String beforehand() {
            int clients = inUse().mapToInt(this::fetchers).max().orElse(0);
            return texts.of("keys.beforehand", clients, lead());
        }

        private String changeComing() {
            PendingChange first = changes.stream().min((one, other) -> one.switchAt().compareTo(other.switchAt()))
                    .orElseThrow();
            String key = numbers.name(first.keyId());
            int has = first.fetchers().orElseGet(() -> fetchers(first.keyId()));
            int all = first.expected().orElseGet(() -> inUse().mapToInt(this::fetchers).max().orElse(0));
            Duration left = Duration.between(frame.now(), first.switchAt());
            String when = first.hold().isPresent()
                    ? texts.of("keys.coming.held", key)
                    : texts.of(left.isPositive() ? "keys.coming.in" : "keys.coming.due", key, texts.tenths(left));
            return texts.of("keys.coming", when, has, all, Math.max(0, all - has));
        }

        private Optional<Outcome> result() {
            return stream.stream().flatMap(each -> each.lines().stream()
                    .flatMap(line -> frame.seen().changes().latest(new KeyLine(each.name(), line.label())).stream()))
                    .filter(result -> Duration.between(result.at(), frame.now()).compareTo(RESULT_SHOWN) < 0)
                    .max((one, other) -> one.at().compareTo(other.at())).map(this::result);
        }

        private Outcome result(ChangeResult result) {
            String key = numbers.name(result.keyId());
            String late = texts.number(result.late());
            String lost = texts.number(result.lost());
            String text = result.announced()
                    ? texts.of("keys.result.announced", key, result.had(), result.of(), late, lost)
                    : texts.of("keys.result.now", key, late, lost);
            return new Outcome(text, result.lost() == 0 && (result.late() == 0 || !result.announced())
                    ? Outcome.Kind.GOOD
                    : Outcome.Kind.NOTABLE);
        }

        private Stream<KeyId> inUse() {
            return stream.stream().flatMap(each -> each.lines().stream()).flatMap(line -> line.inUse().stream())
                    .map(KeyInUse::keyId);
        }

        private int fetchers(KeyId keyId) {
            return frame.snapshot().map(snapshot -> snapshot.fetchers(keyId)).orElse(0);
        }

        private String lead() {
            return chosen.toMillis() % 1000 == 0 ? texts.duration(chosen) : texts.tenths(chosen);
        }

        private String name() {
            return stream.map(each -> each.name().value()).orElse("");
        }

        private String key() {
            return coming.isEmpty() ? "" : numbers.name(coming.getFirst().keyId());
        }
    }
}
