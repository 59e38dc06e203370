/// A stream's encryption keys: where they come from, those it holds, and what the key server is told of their state.
@NullMarked
package org.kagicast.contentserver.keys;

import org.jspecify.annotations.NullMarked;
