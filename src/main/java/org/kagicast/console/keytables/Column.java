package org.kagicast.console.keytables;

import java.util.Comparator;
import java.util.Set;
import java.util.function.BiFunction;

import org.kagicast.console.session.Frame;

/// One column of a key table.
///
/// @param id names it in texts, style sheets and CSV
/// @param text what a cell says
/// @param order of the cells
/// @param width in pixels, that it would like to have
/// @param traits what else it is
/// @param <R> the type of the rows
public record Column<R>(String id, BiFunction<TableEntry<R>, Frame, String> text, Comparator<TableEntry<R>> order,
        double width,
        Set<Trait> traits) {

    public Column {
        traits = Set.copyOf(traits);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    public enum Trait {
        /// Its cells show a key ID's chip.
        KEY,
        /// Its cells stand at the right.
        NUMBER,
        /// It changes all the time, so that a change is not worth a flash.
        RESTLESS,
        /// Shown only when asked for.
        HIDDEN,
        /// Names the key in full; shown as soon as a chip's number is not the ID.
        FULL_ID,
        /// Names the role; shown only while several roles' tables are.
        OWNER
    }
}
