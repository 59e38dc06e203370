/// Files that only their owner may read, written so that they survive a power cut.
@NullMarked
package org.kagicast.files;

import org.jspecify.annotations.NullMarked;
