/// The Live screen: key servers, streams, and what each client sees.
@NullMarked
package org.kagicast.console.live;

import org.jspecify.annotations.NullMarked;
