/// Where a client's opened packets go: UDP, a file, standard output, a counter, or a picture for the console.
@NullMarked
package org.kagicast.client.sink;

import org.jspecify.annotations.NullMarked;
