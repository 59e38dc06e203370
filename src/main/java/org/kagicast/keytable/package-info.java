/// The key table: key records and their states, who owns and may have them, and one revision log of it all.
@NullMarked
package org.kagicast.keytable;

import org.jspecify.annotations.NullMarked;
