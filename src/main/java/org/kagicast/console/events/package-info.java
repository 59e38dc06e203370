/// What has happened in each domain, as far as the console has seen it: the log, what it is written from, and the screen
/// that shows it.
@NullMarked
package org.kagicast.console.events;

import org.jspecify.annotations.NullMarked;
