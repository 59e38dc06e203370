/// The lab and the nodes that the console holds, and the one model that their newest snapshots feed.
@NullMarked
package org.kagicast.console.session;

import org.jspecify.annotations.NullMarked;
