/// Files and folders that only their owner may use, that survive a power cut, and that one process at a time has open; room
/// on the disk for them, and what was opened closed again in order.
@NullMarked
package org.kagicast.files;

import org.jspecify.annotations.NullMarked;
