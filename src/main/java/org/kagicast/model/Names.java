package org.kagicast.model;

import java.util.regex.Pattern;
import org.kagicast.model.message.ConfigurationMessage;

/// The one rule for names of streams, nodes and trust domains.
final class Names {

    static final int LONGEST = 63;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (LONGEST - 1) + "}");

    private Names() {
    }

    static void check(ConfigurationMessage what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OperatorException(ConfigurationMessage.NAME_NOT_POSSIBLE.with(what.with(), shown(name), LONGEST));
        }
    }

    private static String shown(String name) {
        String printable = Printable.cited(name);
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
    }
}
