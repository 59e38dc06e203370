/// Who sealed a packet (R29): hashes of packets, the manifests that list and sign them, and the signatures of control
/// messages. No I/O, no clock.
@NullMarked
package org.kagicast.authenticity;

import org.jspecify.annotations.NullMarked;
