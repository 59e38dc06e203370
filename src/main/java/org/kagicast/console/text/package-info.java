/// The console's words and quantities, in English and Japanese.
@NullMarked
package org.kagicast.console.text;

import org.jspecify.annotations.NullMarked;
