package org.kagicast.model;

import java.util.regex.Pattern;

/// Makes a text that somebody else wrote fit to be shown in a terminal, a log or a window: it can neither move what
/// stands around it nor pretend to be another text.
public final class Printable {

    /// Controls, also those beyond ASCII; what is not seen, as marks that turn the direction of writing (Unicode TR 36);
    /// ends of lines; and what is no character.
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private Printable() {
    }

    /// A sentence, with a space for each character that cannot be shown.
    public static String sentence(String text) {
        return UNSHOWN.matcher(text).replaceAll(" ");
    }

    /// Something that is wrong in itself and is cited, with `?` for each character that cannot be shown.
    public static String cited(String text) {
        return UNSHOWN.matcher(text).replaceAll("?");
    }
}
