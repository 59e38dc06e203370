/// How any part of a node is shown, on whatever screen: its changing face, its status, its silence, and why it is as it is.
@NullMarked
package org.kagicast.console.parts;

import org.jspecify.annotations.NullMarked;
