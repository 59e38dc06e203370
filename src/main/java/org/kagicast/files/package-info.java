/// Files that only their owner may read, that survive a power cut, and that one process at a time has open.
@NullMarked
package org.kagicast.files;

import org.jspecify.annotations.NullMarked;
