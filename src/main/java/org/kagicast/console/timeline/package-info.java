/// The key timeline: which key each stream used and each client could decrypt with, on one time axis.
@NullMarked
package org.kagicast.console.timeline;

import org.jspecify.annotations.NullMarked;
