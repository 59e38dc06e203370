/// Where a stream's datagrams come from: files, UDP, standard input, patterns and the test card, each paced by its own
/// clock.
///
/// A transport stream in a file or pipe is found wherever it begins, in packets of 188, 192 or 204 bytes, and goes out bit
/// for bit with what stands around it. Its PCRs pace it; what must be guessed about a rate is told. Datagrams that come by
/// UDP are passed on as they are, but for RTP headers.
@NullMarked
package org.kagicast.contentserver.source;

import org.jspecify.annotations.NullMarked;
