/// The role client: receives multicast, fetches keys by the IDs it meets, opens packets and hands them to a sink.
@NullMarked
package org.kagicast.client;

import org.jspecify.annotations.NullMarked;
