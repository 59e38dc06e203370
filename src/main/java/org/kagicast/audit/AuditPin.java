package org.kagicast.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.kagicast.model.OperatorException;

/// An entry of a log as somebody saw it earlier, written `SEQUENCE:HASH`. Since each entry's hash covers all that came
/// before, a log that still holds it is what it was then, up to there: neither put back from an older copy nor made up
/// anew, not even by whoever has the key that signs.
///
/// @param hash in hexadecimal, 64 letters
public record AuditPin(long sequence, String hash) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    /// @throws OperatorException if it is not written so
    public static AuditPin parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new OperatorException("\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
                    + "\" is no pinned head: write what 'audit verify' printed, a number, a colon and 64 hexadecimal "
                    + "digits.");
        }
        return new AuditPin(Long.parseLong(form.group(1)), form.group(2));
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
