/// A lab that only pretends, by the clock: what the console's tests and pictures are fed with.
@NullMarked
package org.kagicast.console.fake;

import org.jspecify.annotations.NullMarked;
