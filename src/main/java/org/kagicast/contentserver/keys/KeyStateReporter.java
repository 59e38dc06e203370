package org.kagicast.contentserver.keys;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyName;
import org.kagicast.model.KeyState;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.rpc.Retry;
import org.kagicast.rpc.keys.KeyCreator;

/// Tells the key server what became of each key. Nothing waits for it: what the server does not take now, be it away or
/// its disk full, is told again later, and what it refuses for good is noticed. It belongs to the stream's thread.
public final class KeyStateReporter {

    public static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_UNTOLD = 64;

    private final StreamContext context;
    private final KeyCreator server;
    private final Map<KeyName, KeyState> untold = new LinkedHashMap<>();
    private boolean isWaiting;
    private boolean closed;

    public KeyStateReporter(StreamContext context, KeyCreator server) {
        this.context = context;
        this.server = server;
    }

    public void tell(KeyName key, KeyState state) {
        untold.put(key, state);
        if (untold.size() > MOST_UNTOLD) {
            untold.remove(untold.keySet().iterator().next());
        }
        send(key, state);
    }

    /// What is still untold stays so, without a word.
    public void close() {
        closed = true;
        untold.clear();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what comes of the future is looked at in the callback
    private void send(KeyName key, KeyState state) {
        var answer = server.setState(key.id(), state);
        var deadline = context.time().after(ANSWER_WITHIN, context.loop(), () -> answer.cancel(true));
        answer.whenComplete((same, fault) -> {
            deadline.cancel();
            context.run(() -> told(key, state, fault));
        });
    }

    private void told(KeyName key, KeyState state, @Nullable Throwable fault) {
        if (closed) {
            return;
        }
        if (fault == null) {
            untold.remove(key, state);
            return;
        }
        switch (Retry.after(fault)) {
            case SAME, LATER -> waitAndTellAgain(fault);
            case ANEW, NEVER -> {
                untold.remove(key, state);
                context.warn(StreamMessage.STATE_NOT_RECORDED.with(context.keyServer(), key, state.word(),
                        context.keyServerFault(fault)));
            }
        }
    }

    private void waitAndTellAgain(Throwable fault) {
        if (isWaiting) {
            return;
        }
        isWaiting = true;
        context.warn(context.keyServerFault(fault).then(StreamMessage.STATES_LATER.with(context.stream())));
        context.time().after(AGAIN_AFTER, context.loop(), () -> {
            isWaiting = false;
            Map.copyOf(untold).forEach(this::send);
        });
    }
}
