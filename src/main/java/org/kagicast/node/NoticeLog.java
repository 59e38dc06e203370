package org.kagicast.node;

import org.kagicast.model.EventSink;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeEvent.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what roles find worth a line into the program's log, so that whoever reads the log knows what a window would
/// show. Safe for use by several threads.
public final class NoticeLog implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

    private NoticeLog() {
    }

    /// A node whose notices are logged, from its first on.
    public static Node of(Node node) {
        node.events().follow(new NoticeLog());
        return node;
    }

    @Override
    public void emit(NodeEvent event) {
        if (event instanceof Notice notice) {
            switch (notice.severity()) {
                case INFO -> LOG.info("{}: {}", notice.subject(), notice.text());
                case WARNING -> LOG.warn("{}: {}", notice.subject(), notice.text());
                case ERROR -> LOG.error("{}: {}", notice.subject(), notice.text());
            }
        }
    }
}
