package org.kagicast.multicast;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// One thread of a [MulticastTransport]: it owns the sockets that were opened on it, and is the one writer of whatever
/// state their owner keeps on it. Several sockets may share a loop. Never block it.
public final class Loop implements Executor {

    private static final long CLOSING_SECONDS = 1;

    private final EventLoop eventLoop;

    Loop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /// Runs `work` on this loop, after what was handed in earlier. Safe from any thread.
    ///
    /// @throws RejectedExecutionException if the transport is closed
    @Override
    public void execute(Runnable work) {
        eventLoop.execute(work);
    }

    /// The same, but nothing happens if the transport is closed.
    void executeUnlessEnded(Runnable work) {
        try {
            eventLoop.execute(work);
        } catch (RejectedExecutionException ended) {
            // Its sockets are gone too.
        }
    }

    /// Whether the calling thread is this loop.
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    void requireCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException("Only the loop itself may do this: hand it in with execute.");
        }
    }

    /// Closes a channel of this loop, and waits for that unless called on the loop. There, no more datagrams are handed
    /// out from now on, but the socket goes a moment later: in the middle of a burst Netty would go on to read from
    /// whichever socket gets its number next.
    void close(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        if (isCurrent()) {
            channel.config().setAutoRead(false);
            eventLoop.execute(() -> {
                var _ = channel.close();
            });
        } else {
            channel.close().awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Waits until this loop is through with what it is at, unless called on the loop.
    void settle() {
        if (!isCurrent()) {
            CompletableFuture<Void> settled = new CompletableFuture<>();
            executeUnlessEnded(() -> settled.complete(null));
            var _ = settled.completeOnTimeout(null, CLOSING_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    /// Whether a channel has not been closed, nor is about to be.
    static boolean isOpen(Channel channel) {
        return channel.isOpen() && channel.config().isAutoRead();
    }
}
