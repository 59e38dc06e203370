/// How fast the data plane is on this machine: the real roles over multicast, beside its parts alone.
@NullMarked
package org.kagicast.bench.dataplane;

import org.jspecify.annotations.NullMarked;
