package org.kagicast.console.settings;

import java.time.Duration;
import java.util.List;

/// What several screens remember, beside what each has for itself.
public final class Settings {

    /// The stream that the key buttons are about, of a domain by its name.
    public static final Setting.Family<String> STREAM = Setting.family("stream", Setting::text);

    /// The lead time that was chosen for a stream, by the names of its domain and itself; zero for the stream's own.
    public static final Setting.Family<Duration> LEAD_TIME = Setting.family("leadTime", Setting::time);

    /// The places of the dividers of a split pane, by its name.
    public static final Setting.Family<List<Double>> DIVIDERS = Setting.family("dividers", Setting::shares);

    /// The columns that a table shows, by the table's name: each column's ID in the order in which they stand; empty for
    /// the usual ones.
    public static final Setting.Family<List<String>> COLUMNS = Setting.family("columns", Setting::words);

    /// The columns by which a table is sorted, by its name, the most important first: a column's ID, with a minus before it
    /// if downwards.
    public static final Setting.Family<List<String>> SORT = Setting.family("sort", Setting::words);

    /// The problems that the operator has acknowledged, by the name of their domain.
    public static final Setting.Family<List<String>> ACKNOWLEDGED = Setting.family("acknowledged", Setting::words);

    /// The problems that the operator expects, by the name of their domain.
    public static final Setting.Family<List<String>> EXPECTED = Setting.family("expected", Setting::words);

    private Settings() {
    }
}
