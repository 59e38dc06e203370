/// Fetches keys (R9, R10, R20): which key ID is asked for when, who pays for it, what is tried again, and the packets that
/// wait meanwhile. Begin at [org.kagicast.client.fetch.FetchScheduler].
@NullMarked
package org.kagicast.client.fetch;

import org.jspecify.annotations.NullMarked;
