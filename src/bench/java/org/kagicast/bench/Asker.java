package org.kagicast.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.GetKeyResponse.OutcomeCase;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.time.Time;

/// Asks for one key after another: the next as soon as the answer to the last has come. Works on the event loops of its
/// connections, one step at a time.
final class Asker {

    private static final MethodDescriptor<GetKeyRequest, GetKeyResponse> METHOD = KeyServiceGrpc.getGetKeyMethod();
    private static final Duration AFTER_A_FAULT = Duration.ofMillis(20);

    private final ConnectionMode mode;
    private final Supplier<ManagedChannel> connecting;
    private final List<Question> questions;
    private final Executor loops;
    private final Time time;
    private volatile @Nullable ManagedChannel channel;
    private int next;

    /// @param first which of the questions comes first
    Asker(ConnectionMode mode, Supplier<ManagedChannel> connecting, List<Question> questions, int first, Executor loops,
            Time time) {
        this.mode = mode;
        this.connecting = connecting;
        this.questions = questions;
        this.loops = loops;
        this.time = time;
        this.next = first;
    }

    /// Asks until told to end. The last answer is waited for.
    ///
    /// @return what became of it; never fails
    CompletableFuture<AskerTally> ask(BooleanSupplier ended) {
        Round round = new Round(ended);
        loops.execute(round::ask);
        return round.done;
    }

    /// Breaks the connection, and with it the request in flight.
    void close() {
        leave(ManagedChannel::shutdownNow);
    }

    private void leave(Consumer<ManagedChannel> how) {
        ManagedChannel open = channel;
        channel = null;
        if (open != null) {
            how.accept(open);
        }
    }

    private final class Round {
        private final CompletableFuture<AskerTally> done = new CompletableFuture<>();
        private final AskerTally tally = new AskerTally();
        private final BooleanSupplier ended;

        Round(BooleanSupplier ended) {
            this.ended = ended;
        }

        void ask() {
            Question question = questions.get(next);
            next = (next + 1) % questions.size();
            long started = time.nanos();
            ClientCall<GetKeyRequest, GetKeyResponse> call = connection().newCall(METHOD, CallOptions.DEFAULT);
            call.start(new Answer(this, question, started), new Metadata());
            call.request(2);
            call.sendMessage(question.request());
            call.halfClose();
        }

        private ManagedChannel connection() {
            ManagedChannel open = channel;
            if (open == null) {
                open = connecting.get();
                channel = open;
                tally.connected();
            }
            return open;
        }

        void answered(Question question, long started, Status status, @Nullable GetKeyResponse response) {
            if (!status.isOk() || response == null) {
                tally.fault();
            } else if (response.getOutcomeCase() == OutcomeCase.REFUSAL) {
                tally.refused();
            } else if (!question.isAnsweredBy(response)) {
                tally.wrong();
            } else {
                tally.right(time.nanos() - started);
            }
            if (mode != ConnectionMode.PERSISTENT) {
                leave(ManagedChannel::shutdown);
            }
            goOn(status);
        }

        private void goOn(Status status) {
            if (ended.getAsBoolean()) {
                done.complete(tally);
            } else if (status.isOk()) {
                ask();
            } else {
                time.after(AFTER_A_FAULT, loops, this::ask);
            }
        }
    }

    private static final class Answer extends ClientCall.Listener<GetKeyResponse> {
        private final Round round;
        private final Question question;
        private final long started;
        private @Nullable GetKeyResponse message;

        Answer(Round round, Question question, long started) {
            this.round = round;
            this.question = question;
            this.started = started;
        }

        @Override
        public void onMessage(GetKeyResponse received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            round.answered(question, started, status, message);
        }
    }
}
