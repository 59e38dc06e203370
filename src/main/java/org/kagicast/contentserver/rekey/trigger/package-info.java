/// What makes a stream change its key by itself: the key's age, its use, and times of day.
@NullMarked
package org.kagicast.contentserver.rekey.trigger;

import org.jspecify.annotations.NullMarked;
