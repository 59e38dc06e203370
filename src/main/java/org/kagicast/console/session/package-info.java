/// The lab that the console holds, and the one model that its newest snapshot feeds.
@NullMarked
package org.kagicast.console.session;

import org.jspecify.annotations.NullMarked;
