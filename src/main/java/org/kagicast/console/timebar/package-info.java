/// The bar of time under the screens: what is kept of the past, where something happened, and which moment is shown.
@NullMarked
package org.kagicast.console.timebar;

import org.jspecify.annotations.NullMarked;
