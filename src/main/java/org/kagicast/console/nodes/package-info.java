/// The nodes that the console holds, embedded and remote alike: how they are reached, and what is known of each.
@NullMarked
package org.kagicast.console.nodes;

import org.jspecify.annotations.NullMarked;
