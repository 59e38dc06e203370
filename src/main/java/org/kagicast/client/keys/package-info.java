/// The keys that a client holds: which of a line is in use, when one is erased (R11), and what the key server says of one
/// that is in doubt (R31).
@NullMarked
package org.kagicast.client.keys;

import org.jspecify.annotations.NullMarked;
