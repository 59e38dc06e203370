package org.kagicast.contentserver.rekey.trigger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.ConfigurationMessage;

/// Moments that come again and again, as the five fields of a crontab write them: minute, hour, day of the month, month,
/// day of the week, in the wall time of a place. Immutable.
///
/// Where both days are given, either will do. When the clocks change it is as cron(8) has it: what falls into an hour that
/// is left out comes when that hour would have begun, and what falls into an hour that comes twice comes the first time
/// only, unless it comes in every hour.
public final class CronSchedule {

    private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");
    /// From one 29 February to the next are eight years at most.
    private static final int DAYS_TO_SEARCH = 8 * 366;
    private static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
            "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String text;
    private final ZoneId zone;
    private final CronField minutes;
    private final CronField hours;
    private final CronField daysOfMonth;
    private final CronField months;
    private final CronField daysOfWeek;

    private CronSchedule(String text, ZoneId zone) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(fields.length + " fields");
        }
        this.text = text;
        this.zone = zone;
        this.minutes = new CronField(fields[0], 0, 59, List.of());
        this.hours = new CronField(fields[1], 0, 23, List.of());
        this.daysOfMonth = new CronField(fields[2], 1, 31, List.of());
        this.months = new CronField(fields[3], 1, 12, MONTHS);
        this.daysOfWeek = new CronField(fields[4], 0, 7, WEEKDAYS);
    }

    /// @param text such as `0 3 * * *` for three o'clock every night
    /// @param zone whose wall time is meant
    /// @throws OperatorException if the text does not read so, or no moment ever fits it
    public static CronSchedule parse(String text, ZoneId zone) {
        CronSchedule schedule;
        try {
            schedule = new CronSchedule(text.strip().replaceAll("\\s+", " "), zone);
        } catch (IllegalArgumentException unreadable) {
            throw new OperatorException(ConfigurationMessage.SCHEDULE_UNREADABLE.with(text),
                    unreadable);
        }
        if (schedule.next(SOME_DAY).isEmpty()) {
            throw new OperatorException(ConfigurationMessage.SCHEDULE_NEVER.with(text));
        }
        return schedule;
    }

    /// The first moment later than `after`; empty if there is none in the years to come.
    public Optional<Instant> next(Instant after) {
        Search search = new Search(after);
        while (true) {
            Optional<Instant> found = search.untilClocksChange();
            if (found.isPresent() || search.isOver) {
                return found;
            }
        }
    }

    /// As it was written.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronSchedule schedule && text.equals(schedule.text) && zone.equals(schedule.zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + zone.hashCode();
    }

    @Override
    public String toString() {
        return text + " in " + zone;
    }

    /// The first wall time later than `after`, as if clocks never changed.
    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        LocalDateTime from = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        for (int days = 0; days < DAYS_TO_SEARCH; days++) {
            LocalDate day = from.toLocalDate().plusDays(days);
            Optional<LocalTime> time = fits(day)
                    ? timeFrom(days == 0 ? from.toLocalTime() : LocalTime.MIDNIGHT)
                    : Optional.empty();
            if (time.isPresent()) {
                return Optional.of(day.atTime(time.get()));
            }
        }
        return Optional.empty();
    }

    private boolean fits(LocalDate day) {
        boolean fitsMonth = daysOfMonth.fits(day.getDayOfMonth());
        int weekday = day.getDayOfWeek().getValue();
        boolean fitsWeek = daysOfWeek.fits(weekday) || (weekday == 7 && daysOfWeek.fits(0));
        boolean isEither = !daysOfMonth.isAny() && !daysOfWeek.isAny();
        return months.fits(day.getMonthValue())
                && (isEither ? fitsMonth || fitsWeek : fitsMonth && fitsWeek);
    }

    /// The first time of a day from `from` on.
    private Optional<LocalTime> timeFrom(LocalTime from) {
        int minute = hours.fits(from.getHour()) ? minutes.next(from.getMinute()) : -1;
        if (minute >= 0) {
            return Optional.of(LocalTime.of(from.getHour(), minute));
        }
        int hour = hours.next(from.getHour() + 1);
        return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minutes.next(0)));
    }

    /// Goes from one change of the clocks to the next: in between, wall time runs evenly.
    private final class Search {

        private Instant from;
        private ZoneOffset offset;
        /// What is looked for is later than this wall time.
        private LocalDateTime local;
        private boolean isOver;

        Search(Instant after) {
            from = after;
            offset = zone.getRules().getOffset(after);
            local = LocalDateTime.ofInstant(after, offset);
            ZoneOffsetTransition last = zone.getRules().previousTransition(after.plusNanos(1));
            if (last != null) {
                skipWhatCameBefore(last);
            }
        }

        Optional<Instant> untilClocksChange() {
            Optional<LocalDateTime> candidate = nextLocal(local);
            ZoneOffsetTransition change = zone.getRules().nextTransition(from);
            isOver = candidate.isEmpty();
            if (isOver || change == null || candidate.get().isBefore(change.getDateTimeBefore())) {
                isOver = true;
                return candidate.map(found -> found.toInstant(offset));
            }
            if (change.isGap() && candidate.get().isBefore(change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            }
            pass(change);
            return Optional.empty();
        }

        private void pass(ZoneOffsetTransition change) {
            from = change.getInstant();
            offset = change.getOffsetAfter();
            local = change.getDateTimeAfter().minusNanos(1);
            skipWhatCameBefore(change);
        }

        /// Wall times that come a second time.
        private void skipWhatCameBefore(ZoneOffsetTransition change) {
            LocalDateTime repeatedUntil = change.getDateTimeBefore().minusNanos(1);
            if (change.isOverlap() && !hours.isAny() && local.isBefore(repeatedUntil)) {
                local = repeatedUntil;
            }
        }
    }
}
