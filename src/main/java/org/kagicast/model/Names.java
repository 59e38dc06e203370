package org.kagicast.model;

import java.util.regex.Pattern;

/// The one rule for names of streams, nodes and trust domains.
final class Names {

    static final int LONGEST = 63;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (LONGEST - 1) + "}");

    private Names() {
    }

    static void check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OperatorException("The " + what + " name \"" + shown(name)
                    + "\" cannot be used: take 1 to " + LONGEST
                    + " of a-z, 0-9, '.', '_' and '-', a letter or digit first.");
        }
    }

    private static String shown(String name) {
        String printable = Printable.cited(name);
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
    }
}
