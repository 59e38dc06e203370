/// What a sealed packet carries inside: data, announcement, key end, test card.
@NullMarked
package org.kagicast.wire;

import org.jspecify.annotations.NullMarked;
