package org.kagicast.console.text;

import java.util.Arrays;
import java.util.Locale;

/// A language that the console speaks.
public enum Language {
    ENGLISH(Locale.ENGLISH),
    JAPANESE(Locale.JAPANESE);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /// The one of a locale, English when the console does not speak it.
    public static Language of(Locale locale) {
        return Arrays.stream(values()).filter(language -> language.locale.getLanguage().equals(locale.getLanguage()))
                .findFirst().orElse(ENGLISH);
    }
}
