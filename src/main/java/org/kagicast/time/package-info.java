/// Time and scheduling as one port, so that tests turn the clock by hand; and a moment as both clocks tell it.
@NullMarked
package org.kagicast.time;

import org.jspecify.annotations.NullMarked;
