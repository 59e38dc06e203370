package org.kagicast.console.nodes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.Printable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.CodedMessage.Value;

/// The warnings and errors of a node's roles until somebody takes them, however many come: those that differ in numbers
/// alone are one with a count, of a text the beginning is kept, and of more different ones than [#MOST] only how many there
/// were. Safe for use by several threads.
public final class NoticeInbox implements Consumer<NodeEvent> {

    static final int MOST = 50;
    /// Characters of a text that are kept.
    static final int LONGEST = 1_200;

    private final Map<Shape, CountedNotice> waiting = new LinkedHashMap<>();
    private int missed;

    /// What notices have in common that stand for one another.
    ///
    /// @param text without its numbers
    private record Shape(NodeName subject, Severity severity, String text) {}

    @Override
    public void accept(NodeEvent event) {
        if (event instanceof NodeEvent.Notice notice && notice.severity() != Severity.INFO) {
            CodedMessage message = bounded(notice.message());
            take(new NodeEvent.Notice(notice.at(), notice.subject(), notice.severity(), message),
                    new Shape(notice.subject(), notice.severity(), shape(message)));
        }
    }

    private synchronized void take(NodeEvent.Notice notice, Shape shape) {
        CountedNotice before = waiting.get(shape);
        if (before == null && waiting.size() >= MOST) {
            missed++;
        } else {
            waiting.put(shape, new CountedNotice(notice, before == null ? 1 : before.count() + 1));
        }
    }

    /// What came since the last time.
    public synchronized Taken take() {
        Taken taken = new Taken(List.copyOf(waiting.values()), missed);
        waiting.clear();
        missed = 0;
        return taken;
    }

    /// @param missed how many came that there was no room for
    public record Taken(List<CountedNotice> notices, int missed) {

        public boolean isEmpty() {
            return notices.isEmpty() && missed == 0;
        }
    }

    /// As [#shape(String)], of the text in English.
    public static String shape(CodedMessage message) {
        return shape(message.text());
    }

    /// A text without its numbers.
    public static String shape(String text) {
        StringBuilder shape = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            boolean isDigit = Character.isDigit(each);
            if (!isDigit || shape.isEmpty() || shape.charAt(shape.length() - 1) != '#') {
                shape.append(isDigit ? '#' : each);
            }
        }
        return shape.toString();
    }

    /// A message that somebody else wrote, fit to be kept: the beginning of it, and no code, where it is too long.
    public static CodedMessage bounded(CodedMessage message) {
        if (length(message) <= LONGEST) {
            return message;
        }
        String text = message.text();
        return CodedMessage.plain(Printable.sentence(
                text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text));
    }

    /// Of all texts in it.
    private static int length(CodedMessage message) {
        return message.text().length() + message.values().values().stream().mapToInt(value -> switch (value) {
            case Value.Text(String text) -> text.length();
            case Value.Part(CodedMessage part) -> length(part);
            case Value.Count _,Value.Time _,Value.Span _ -> Long.BYTES;
        }).sum();
    }
}
