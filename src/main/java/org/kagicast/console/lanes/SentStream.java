package org.kagicast.console.lanes;

import java.util.List;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// A stream with who sends and who receives it, as a snapshot shows them.
record SentStream(ContentServerSnapshot server, StreamSnapshot stream, List<ClientSnapshot> clients) {

    StreamName name() {
        return stream.name();
    }
}
