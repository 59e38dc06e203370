/// The palette: every command and everything that can be gone to, found by typing.
@NullMarked
package org.kagicast.console.palette;

import org.jspecify.annotations.NullMarked;
