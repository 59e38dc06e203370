/// Which of the packets that a client opens its content servers have sent (R29): those that wait until somebody vouches for
/// them, and the bounds of that.
@NullMarked
package org.kagicast.client.authenticity;

import org.jspecify.annotations.NullMarked;
