/// Time and scheduling as one port, so that tests turn the clock by hand.
@NullMarked
package org.kagicast.time;

import org.jspecify.annotations.NullMarked;
