package org.kagicast.console.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.text.Texts;
import org.kagicast.model.StreamSnapshot.PendingChange;

/// The timeline in words: for tooltips and for those who cannot see it.
final class TimelineWords {

    private final KeyNumbers numbers;
    private final Texts texts;

    TimelineWords(KeyNumbers numbers, Texts texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    /// Everything as it is now.
    String all(List<TimelineRow> rows, Instant now) {
        return texts.of("timeline.accessible",
                rows.stream().map(row -> row(row, now)).collect(Collectors.joining(" ")));
    }

    /// What a row shows at one moment.
    String at(TimelineRow row, Instant at, Instant now) {
        Optional<Span> span = row.spans().stream().filter(each -> each.covers(at) && !at.isAfter(now)).findFirst();
        if (span.isPresent()) {
            String until = span.get().to().map(texts::clock).orElseGet(() -> texts.of("timeline.now"));
            return texts.of(tip(span.get().fate()), row.name(), numbers.number(span.get().keyId()),
                    texts.clock(span.get().from()), until);
        }
        if (at.isAfter(now)) {
            return row.coming().map(coming -> coming.hold().isPresent()
                    ? texts.of("timeline.tip.held", row.name(), numbers.number(coming.keyId()))
                    : texts.of("timeline.tip.coming", row.name(), numbers.number(coming.keyId()),
                            texts.clock(coming.switchAt())))
                    .orElse(row.name());
        }
        if (row.began().map(at::isBefore).orElse(true)) {
            return texts.of("timeline.tip.before", row.name(), texts.clock(at));
        }
        if (row.silences().stream().anyMatch(silent -> silent.covers(at))) {
            return texts.of("timeline.tip.silent", row.name(), texts.clock(at));
        }
        return texts.of(row.isStream() ? "timeline.tip.idle" : "timeline.tip.gap", row.name(), texts.clock(at));
    }

    private String row(TimelineRow row, Instant now) {
        if (row.silences().stream().anyMatch(silent -> silent.covers(now))) {
            return texts.of("timeline.silent", row.name());
        }
        Optional<Span> span = row.spans().stream().filter(Span::isOpen).findFirst();
        if (!row.isStream()) {
            return span.map(open -> texts.of(client(open.fate()), row.name(), numbers.number(open.keyId())))
                    .orElseGet(() -> texts.of("timeline.client.not", row.name()));
        }
        String used = span.map(open -> texts.of("timeline.stream", row.name(), numbers.number(open.keyId()),
                texts.duration(Duration.between(open.from(), now))))
                .orElseGet(() -> texts.of("timeline.stream.none", row.name()));
        return row.coming().map(coming -> used + " " + coming(coming, now)).orElse(used);
    }

    private static String tip(Span.Fate fate) {
        return switch (fate) {
            case USED -> "timeline.tip.span";
            case HELD -> "timeline.tip.waiting";
            case REFUSED -> "timeline.tip.refused";
        };
    }

    private static String client(Span.Fate fate) {
        return switch (fate) {
            case USED -> "timeline.client";
            case HELD -> "timeline.client.waiting";
            case REFUSED -> "timeline.client.refused";
        };
    }

    private String coming(PendingChange coming, Instant now) {
        String number = numbers.number(coming.keyId());
        return coming.hold().isPresent()
                ? texts.of("timeline.stream.held", number)
                : texts.of("timeline.stream.coming", number,
                        texts.duration(Duration.between(now, coming.switchAt())));
    }
}
