/// The JavaFX control console (R23–R26): watches a lab and commands it, one package per screen.
@NullMarked
package org.kagicast.console;

import org.jspecify.annotations.NullMarked;
