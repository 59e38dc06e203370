/// A lane for each stream: its keys, its clients and their slice of the timeline, on one time axis and in one scroller.
@NullMarked
package org.kagicast.console.lanes;

import org.jspecify.annotations.NullMarked;
