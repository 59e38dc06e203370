/// What each client sees, framed in the colour of the key that opened it.
@NullMarked
package org.kagicast.console.wall;

import org.jspecify.annotations.NullMarked;
