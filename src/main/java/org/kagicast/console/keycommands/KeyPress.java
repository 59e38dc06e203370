package org.kagicast.console.keycommands;

import java.util.List;
import java.util.Optional;
import org.kagicast.model.StreamName;

/// A press of a button, with what the button was about when it went down. What happens meanwhile does not turn it into
/// another command: the node refuses it if its key is the coming one no more.
///
/// @param stream empty while there was none
/// @param coming the keys of announced changes
public record KeyPress(KeyCommand command, Optional<StreamName> stream, List<ComingKey> coming) {

    public KeyPress {
        coming = List.copyOf(coming);
    }
}
