/// Measurements of the real parts on this machine, each beside the limit that the machine itself sets.
@NullMarked
package org.kagicast.bench;

import org.jspecify.annotations.NullMarked;
