/// Where a stream's datagrams come from: files, UDP, standard input, patterns and the test card, each paced by its own
/// clock.
@NullMarked
package org.kagicast.contentserver.source;

import org.jspecify.annotations.NullMarked;
