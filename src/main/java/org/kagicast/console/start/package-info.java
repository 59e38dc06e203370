/// What stands in the window while there is neither a lab nor a domain in it.
@NullMarked
package org.kagicast.console.start;

import org.jspecify.annotations.NullMarked;
