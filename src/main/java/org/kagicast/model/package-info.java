/// The values that every part speaks in: names, key IDs and states, snapshots and events.
@NullMarked
package org.kagicast.model;

import org.jspecify.annotations.NullMarked;
