/// What can be done with the window: one list for the keyboard, the sheet of keys, the menu and the palette.
@NullMarked
package org.kagicast.console.commands;

import org.jspecify.annotations.NullMarked;
