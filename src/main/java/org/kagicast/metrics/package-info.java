/// What a node tells Prometheus: the numbers of its snapshots, on a port of their own. No key, key ID or fingerprint is
/// among them.
@NullMarked
package org.kagicast.metrics;

import org.jspecify.annotations.NullMarked;
