/// What the console weighs, measured from outside as a program of its own.
@NullMarked
package org.kagicast.bench.window;

import org.jspecify.annotations.NullMarked;
