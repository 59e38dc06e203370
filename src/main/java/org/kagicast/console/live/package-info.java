/// The Live screen: key servers, the lanes of the streams, and what each client sees.
@NullMarked
package org.kagicast.console.live;

import org.jspecify.annotations.NullMarked;
