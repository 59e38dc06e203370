/// The way of a packet from its source to the network: batches, sealing, what the system refuses.
@NullMarked
package org.kagicast.contentserver.send;

import org.jspecify.annotations.NullMarked;
