/// SFrame (RFC 9605): header codec, key schedule, seal and open one packet, replay window. No I/O, no clock.
@NullMarked
package org.kagicast.sframe;

import org.jspecify.annotations.NullMarked;
