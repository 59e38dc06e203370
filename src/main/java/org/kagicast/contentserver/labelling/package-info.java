/// Which of a stream's keys a packet goes under (R6): labels chosen by the content, by the source and by the time of day.
@NullMarked
package org.kagicast.contentserver.labelling;

import org.jspecify.annotations.NullMarked;
