/// The Key tables screen: every role's keys, side by side.
@NullMarked
package org.kagicast.console.keytables;

import org.jspecify.annotations.NullMarked;
