package org.kagicast.contentserver.rekey.trigger;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One field of a crontab's line: which numbers it lets through. `*`, numbers, names, ranges `a-b`, steps `*/n` and
/// `a-b/n`, and lists of these with commas. Immutable.
final class CronField {

    private static final Pattern PART = Pattern
            .compile("(?:(\\*)|([0-9A-Z]{1,4})(?:-([0-9A-Z]{1,4}))?)(?:/([0-9]{1,2}))?");

    private final BitSet values = new BitSet();
    private final boolean isAny;

    /// @param names of the numbers from `least` on; empty if they have none
    /// @throws IllegalArgumentException if the text does not read so, or a number is out of bounds
    CronField(String text, int least, int most, List<String> names) {
        this.isAny = text.startsWith("*");
        for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            add(part, least, most, names);
        }
    }

    private void add(String part, int least, int most, List<String> names) {
        Matcher parts = PART.matcher(part);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a part of a schedule: " + part);
        }
        boolean isStar = parts.group(1) != null;
        int first = isStar ? least : number(parts.group(2), least, names);
        int last = isStar ? most : first;
        if (parts.group(3) != null) {
            last = number(parts.group(3), least, names);
        } else if (parts.group(4) != null) {
            last = most;
        }
        int step = parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4));
        if (first < least || last > most || first > last || step < 1) {
            throw new IllegalArgumentException("out of bounds: " + part);
        }
        for (int value = first; value <= last; value += step) {
            values.set(value);
        }
    }

    private static int number(String text, int least, List<String> names) {
        int named = names.indexOf(text);
        return named >= 0 ? least + named : Integer.parseInt(text);
    }

    /// Whether it leaves the number open, as `*` and `*/n` do.
    boolean isAny() {
        return isAny;
    }

    boolean fits(int value) {
        return values.get(value);
    }

    /// The first number from `from` on that fits; -1 if there is none.
    int next(int from) {
        return values.nextSetBit(from);
    }
}
