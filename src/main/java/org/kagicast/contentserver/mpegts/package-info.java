/// What must be known of MPEG transport streams (ISO/IEC 13818-1 §2.4.3): where their packets are and what their headers
/// say.
@NullMarked
package org.kagicast.contentserver.mpegts;

import org.jspecify.annotations.NullMarked;
