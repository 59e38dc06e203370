package org.kagicast.console.shell;

import java.util.List;

/// The colour that the window wears for a trust domain, the same at every start, so that two windows are told apart at a
/// glance. The name says the rest.
final class DomainColour {

    private static final List<String> COLOURS = List.of("#b4233c", "#1f5fc4", "#8a5a00", "#6f42c1", "#00756a",
            "#a42b8e");

    private DomainColour() {
    }

    static String style(String domain) {
        return "-kagi-domain: " + COLOURS.get(Math.floorMod(domain.hashCode(), COLOURS.size())) + ";";
    }
}
