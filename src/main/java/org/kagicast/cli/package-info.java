/// The command line: `main`, the commands, and the wiring of each by hand.
@NullMarked
package org.kagicast.cli;

import org.jspecify.annotations.NullMarked;
