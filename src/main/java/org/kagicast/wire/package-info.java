/// What a sealed packet carries inside: data, announcement, key end, test card.
///
/// A datagram of a source that is too long for one packet goes in several, whatever it holds, and comes out of the client
/// as the one datagram that it was (see [Fragment]). A transport stream could have been cut anew at its packets
/// instead, but then a receiver would not get the datagrams that were sent, and everything else that is too long would still
/// have no way.
@NullMarked
package org.kagicast.wire;

import org.jspecify.annotations.NullMarked;
