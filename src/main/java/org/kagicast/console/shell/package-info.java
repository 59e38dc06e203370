/// The window around the screens: header bar, sidebar and status bar.
@NullMarked
package org.kagicast.console.shell;

import org.jspecify.annotations.NullMarked;
