package org.kagicast.node;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kagicast.model.EventSink;
import org.kagicast.model.NodeEvent;

/// Sends a node's events to one follower in their order. A follower that falls a thousand behind misses some.
final class EventFeed implements EventSink {

    private static final int MOST_WAITING = 1000;

    private final ServerCallStreamObserver<org.kagicast.proto.NodeEvent> follower;
    private final Executor executor;
    private final BlockingQueue<NodeEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean sending = new AtomicBoolean();

    EventFeed(ServerCallStreamObserver<org.kagicast.proto.NodeEvent> follower, Executor executor) {
        this.follower = follower;
        this.executor = executor;
        follower.setOnReadyHandler(this::send);
    }

    @Override
    public void emit(NodeEvent event) {
        if (waiting.offer(event)) {
            executor.execute(this::send);
        }
    }

    /// One thread at a time; whoever comes meanwhile leaves its event to the one at work.
    private void send() {
        while (!waiting.isEmpty() && !follower.isCancelled() && follower.isReady()
                && sending.compareAndSet(false, true)) {
            try {
                NodeEvent event = waiting.poll();
                if (event != null) {
                    follower.onNext(SnapshotWriter.write(event));
                }
            } finally {
                sending.set(false);
            }
        }
    }
}
