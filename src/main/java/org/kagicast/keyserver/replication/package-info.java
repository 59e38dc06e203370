/// How the changes of a key table get from the key master to its slaves (R14, R15): in the order of their revisions,
/// from wherever a slave has got to, with none left out.
@NullMarked
package org.kagicast.keyserver.replication;

import org.jspecify.annotations.NullMarked;
