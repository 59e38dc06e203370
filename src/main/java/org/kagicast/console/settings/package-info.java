/// What the console remembers from one start to the next.
@NullMarked
package org.kagicast.console.settings;

import org.jspecify.annotations.NullMarked;
