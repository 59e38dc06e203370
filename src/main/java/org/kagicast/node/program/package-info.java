/// Each role as a program of its own: what it opens, in which order, and how it stops (R22).
@NullMarked
package org.kagicast.node.program;

import org.jspecify.annotations.NullMarked;
