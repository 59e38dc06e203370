/// A process that hosts roles: start and stop in order, snapshots, and the service that operators command it by.
@NullMarked
package org.kagicast.node;

import org.jspecify.annotations.NullMarked;
