package org.kagicast.console.settings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What screens remember from one start to the next: the screen in front, columns, dividers, lead times and the like, each
/// by a [Setting]. Bounded: of what is remembered the latest 1,000 stay, and of one family the latest 200. Nothing secret
/// belongs here. On the console's thread only.
///
/// Whatever is set here is in the file about a second later.
public final class Preferences {

    private static final int MOST = 1_000;
    private static final int MOST_OF_FAMILY = 200;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 16_384;

    /// The latest set last.
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /// With nothing remembered yet.
    public Preferences() {
        this(Map.of());
    }

    /// @param remembered as [#all()] told them
    public Preferences(Map<String, String> remembered) {
        remembered.forEach(this::put);
    }

    /// Its value; the usual one where none is remembered, or none that makes sense.
    public <T> T get(Setting<T> setting) {
        String text = values.get(setting.name());
        return text == null ? setting.usual() : setting.read().apply(text).orElse(setting.usual());
    }

    /// Remembers a value; the usual one is not remembered but taken again.
    public <T> void set(Setting<T> setting, T value) {
        Map<String, String> before = Map.copyOf(values);
        values.remove(setting.name());
        if (!value.equals(setting.usual())) {
            put(setting.name(), setting.write().apply(value));
        }
        if (!values.equals(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    /// Runs after each change.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// All of them as texts, the latest set last.
    public Map<String, String> all() {
        return new LinkedHashMap<>(values);
    }

    /// Any texts as one part of a name.
    static String named(String... parts) {
        return Arrays.stream(parts).map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    private void put(String name, String value) {
        if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
            return;
        }
        values.put(name, value);
        int dot = name.indexOf('.');
        if (dot > 0) {
            String family = name.substring(0, dot + 1);
            forget(values.keySet().stream().filter(each -> each.startsWith(family)).toList(), MOST_OF_FAMILY);
        }
        forget(List.copyOf(values.keySet()), MOST);
    }

    private void forget(List<String> oldestFirst, int most) {
        oldestFirst.stream().limit(Math.max(0, oldestFirst.size() - most)).forEach(values::remove);
    }
}
