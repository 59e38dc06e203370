/// What every view needs: loading FXML, and a tooltip on every text that is shortened.
@NullMarked
package org.kagicast.console.view;

import org.jspecify.annotations.NullMarked;
