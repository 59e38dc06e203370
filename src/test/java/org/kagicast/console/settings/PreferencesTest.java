package org.kagicast.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What screens remember")
class PreferencesTest {

    private static final Setting<Theme> THEME = Setting.choice("theme2", Theme.values(), Theme.LIGHT);
    private static final Setting<Integer> ZOOM = Setting.whole("zoom", 50, 300, 100);
    private static final Setting<Boolean> FOLDED = Setting.flag("folded", false);

    private final Preferences preferences = new Preferences();

    @Test
    @DisplayName("is the usual until it is set, and is there again after a restart")
    void roundTrip() {
        assertThat(preferences.get(ZOOM)).isEqualTo(100);
        preferences.set(THEME, Theme.DARK);
        preferences.set(ZOOM, 150);
        preferences.set(FOLDED, true);
        preferences.set(Settings.LEAD_TIME.of("demo", "news, late"), Duration.ofMillis(500));
        preferences.set(Settings.DIVIDERS.of("live"), List.of(0.25, 0.5));
        preferences.set(Settings.SORT.of("keyTable"), List.of("created", "-key"));

        Preferences again = new Preferences(preferences.all());

        assertThat(again.get(THEME)).isEqualTo(Theme.DARK);
        assertThat(again.get(ZOOM)).isEqualTo(150);
        assertThat(again.get(FOLDED)).isTrue();
        assertThat(again.get(Settings.LEAD_TIME.of("demo", "news, late"))).isEqualTo(Duration.ofMillis(500));
        assertThat(again.get(Settings.LEAD_TIME.of("demo", "news"))).isZero();
        assertThat(again.get(Settings.DIVIDERS.of("live"))).containsExactly(0.25, 0.5);
        assertThat(again.get(Settings.SORT.of("keyTable"))).containsExactly("created", "-key");
    }

    @Test
    @DisplayName("is the usual where the file has been edited to nonsense")
    void edited() {
        Preferences edited = new Preferences(Map.of("theme2", "purple", "zoom", "9000", "folded", "maybe",
                "dividers.live", "0.5,NaN", "leadTime.demo/news", "-5"));
        assertThat(edited.get(THEME)).isEqualTo(Theme.LIGHT);
        assertThat(edited.get(ZOOM)).isEqualTo(100);
        assertThat(edited.get(FOLDED)).isFalse();
        assertThat(edited.get(Settings.DIVIDERS.of("live"))).isEmpty();
        assertThat(edited.get(Settings.LEAD_TIME.of("demo", "news"))).isZero();
    }

    @Test
    @DisplayName("is bounded: of many streams the latest stay, and nothing else is forgotten for them")
    void bounded() {
        preferences.set(ZOOM, 150);
        for (int number = 0; number < 5_000; number++) {
            preferences.set(Settings.STREAM.of("domain-" + number), "news");
        }
        preferences.set(Settings.STREAM.of("x".repeat(10_000)), "news");
        preferences.set(Settings.STREAM.of("long"), "x".repeat(10_000));

        assertThat(preferences.all()).hasSizeLessThanOrEqualTo(201);
        assertThat(preferences.get(ZOOM)).isEqualTo(150);
        assertThat(preferences.get(Settings.STREAM.of("domain-4999"))).isEqualTo("news");
        assertThat(preferences.get(Settings.STREAM.of("domain-1"))).isEmpty();
    }

    @Test
    @DisplayName("tells of each change, and of nothing that is none")
    void tells() {
        AtomicInteger changes = new AtomicInteger();
        preferences.onChange(changes::incrementAndGet);
        preferences.set(ZOOM, 150);
        preferences.set(ZOOM, 150);
        preferences.set(FOLDED, false);
        assertThat(changes).hasValue(1);
        preferences.set(ZOOM, 100);
        assertThat(changes).hasValue(2);
        assertThat(preferences.all()).isEmpty();
    }
}
