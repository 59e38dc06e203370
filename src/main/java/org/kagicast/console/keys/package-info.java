/// How a key ID looks: its number, its one colour, and the chip that shows both.
@NullMarked
package org.kagicast.console.keys;

import org.jspecify.annotations.NullMarked;
