package org.kagicast.contentserver.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.OperatorException;

/// One of the sources of a stream.
///
/// @param name by which rules for key labels tell it from the others; empty for its number
public record NamedSource(String name, SourceSpec source) {

    private static final Pattern NAMED = Pattern.compile("([a-z][a-z0-9_-]{0,62})=(.*)", Pattern.DOTALL);

    /// Reads `SOURCE` or `NAME=SOURCE`.
    ///
    /// @throws OperatorException if there is no such source
    public static NamedSource parse(String text) {
        Matcher named = NAMED.matcher(text);
        return named.matches()
                ? new NamedSource(named.group(1), Sources.parse(named.group(2)))
                : new NamedSource("", Sources.parse(text));
    }
}
