/// The five commands about the keys of a stream, each in its one place, what each will do, and what the last one did.
@NullMarked
package org.kagicast.console.keycommands;

import org.jspecify.annotations.NullMarked;
