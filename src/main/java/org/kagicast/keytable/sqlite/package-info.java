/// The durable key table in one SQLite file: what it answered is on the disk, and its keys stand there sealed.
@NullMarked
package org.kagicast.keytable.sqlite;

import org.jspecify.annotations.NullMarked;
