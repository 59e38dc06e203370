/// Which domain is in view, which nodes there are, and the form to connect to one more.
@NullMarked
package org.kagicast.console.connect;

import org.jspecify.annotations.NullMarked;
