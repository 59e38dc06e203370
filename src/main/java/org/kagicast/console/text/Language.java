package org.kagicast.console.text;

import java.util.Arrays;
import java.util.Locale;

/// A language that the console speaks.
public enum Language {
    ENGLISH(Locale.ENGLISH, "English"),
    JAPANESE(Locale.JAPANESE, "日本語");

    private final Locale locale;
    private final String ownName;

    Language(Locale locale, String ownName) {
        this.locale = locale;
        this.ownName = ownName;
    }

    public Locale locale() {
        return locale;
    }

    /// The language's name in itself, so that who cannot read the present one finds it.
    public String ownName() {
        return ownName;
    }

    /// The language that the switch turns to.
    public Language other() {
        return this == ENGLISH ? JAPANESE : ENGLISH;
    }

    /// The one of a locale, English when the console does not speak it.
    public static Language of(Locale locale) {
        return Arrays.stream(values()).filter(language -> language.locale.getLanguage().equals(locale.getLanguage()))
                .findFirst().orElse(ENGLISH);
    }
}
