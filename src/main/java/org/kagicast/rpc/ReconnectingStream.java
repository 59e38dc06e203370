package org.kagicast.rpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server stream that is meant to last: whenever it ends or falls silent it is opened again, after pauses that grow
/// while no message is dealt with, and a little further where the server refuses it: whoever refuses may take that back at
/// any moment, and does not call. Messages are taken one at a time, the next when the last is dealt with, so that a fast
/// server waits for a slow reader.
///
/// Its monitor guards it and is held while the reader is called. Safe for use by several threads.
///
/// @param <Q> the request
/// @param <A> the messages of the stream
public final class ReconnectingStream<Q, A> implements AutoCloseable {

    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /// Whoever is let in again is there again after this time at most.
    static final Duration LONGEST_PAUSE_WHEN_REFUSED = Duration.ofSeconds(3);
    /// The stream is read on meanwhile.
    static final Duration LONGEST_PAUSE_WHEN_READ_ON = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingStream.class);
    private static final int CHECKS_IN_SILENCE = 4;
    /// A pause is shorter by up to this part of it.
    private static final int SPREAD = 3;

    private final Connection connection;
    private final MethodDescriptor<Q, A> method;
    private final Reader<Q, A> reader;
    private final Time time;
    private final Executor executor;
    private final Duration silence;
    private final RandomGenerator randomness;
    /// What was logged of the reader.
    private final Set<Fault> logged = new HashSet<>();
    private Duration pause = FIRST_PAUSE;
    private @Nullable Opening current;
    private Time.@Nullable Scheduled next;
    private Time.@Nullable Scheduled check;
    private boolean closed;

    /// For one who has nobody beside him to come back together with.
    ///
    /// @param connection stays with whoever opened it
    /// @param executor runs what falls due
    /// @param silence after which a stream without messages counts as broken; zero where silence means nothing
    public ReconnectingStream(Connection connection, MethodDescriptor<Q, A> method, Reader<Q, A> reader, Time time,
            Executor executor, Duration silence) {
        this(connection, method, reader, time, executor, silence, () -> 0);
    }

    /// @param connection stays with whoever opened it
    /// @param executor runs what falls due
    /// @param silence after which a stream without messages counts as broken; zero where silence means nothing
    /// @param randomness spreads the pauses, so that many who lost one server together do not all come back together
    public ReconnectingStream(Connection connection, MethodDescriptor<Q, A> method, Reader<Q, A> reader, Time time,
            Executor executor, Duration silence, RandomGenerator randomness) {
        this.connection = connection;
        this.method = method;
        this.reader = reader;
        this.time = time;
        this.executor = executor;
        this.silence = silence;
        this.randomness = randomness;
    }

    /// Who reads the stream.
    public interface Reader<Q, A> {

        /// What to ask for, as the stream is opened once more.
        Q request();

        /// Takes the next message. An exception ends the stream, which is then opened again. The sentence of an
        /// [OperatorException] is told as it stands; any other is logged, once for each place that it comes from.
        void onMessage(A message);

        /// The stream is not there, for the reason told in one sentence. Told after each attempt.
        void onLost(CodedMessage sentence);

        /// The same, for those who tell one way of failing from another.
        default void onLost(Loss loss) {
            onLost(loss.sentence());
        }
    }

    /// How a stream was lost.
    ///
    /// @param refusal what the server refuses it for, where that is a reason that programs tell from others
    /// @param sentence names the cause and the cure
    public record Loss(Side side, Status.Code code, Optional<RefusalReason> refusal, CodedMessage sentence) {}

    /// Where it is to be fixed that a stream is not there.
    public enum Side {
        /// The server does not answer.
        AWAY,
        /// The server is there, and refuses or fails.
        SERVER,
        /// The server is there, and the reader cannot take what it sends.
        READER
    }

    /// A fault of the reader by where it comes from.
    private record Fault(Class<?> kind, Optional<StackTraceElement> place) {

        static Fault of(RuntimeException fault) {
            return new Fault(fault.getClass(), Arrays.stream(fault.getStackTrace()).findFirst());
        }
    }

    /// Opens the stream for the first time, and returns at once. Twice is harmless.
    public synchronized void start() {
        if (closed || current != null || next != null) {
            return;
        }
        if (!silence.isZero()) {
            check = time.every(silence.dividedBy(CHECKS_IN_SILENCE), executor, this::checkSilence);
        }
        open();
    }

    private synchronized void open() {
        next = null;
        if (closed) {
            return;
        }
        Opening former = current;
        if (former != null) {
            current = null;
            former.call.cancel("it is opened anew", null);
        }
        connection.tryNow();
        Opening opening = new Opening(connection.channel().newCall(method, CallOptions.DEFAULT));
        current = opening;
        opening.begin(reader.request());
    }

    private synchronized void checkSilence() {
        if (current != null && time.nanos() - current.heard > silence.toNanos()) {
            giveUp(current, lossBy(Status.UNAVAILABLE, new Metadata()));
        }
    }

    private void giveUp(Opening opening, Loss loss) {
        lost(loss);
        opening.call.cancel("the stream is given up", null);
    }

    private Loss lossBy(Status status, Metadata trailers) {
        // That the server ends the stream in order is no answer either.
        Status told = status.isOk() ? Status.UNAVAILABLE : status;
        return new Loss(GrpcErrors.isAbsence(told) ? Side.AWAY : Side.SERVER, told.getCode(),
                RefusalTrailer.in(trailers),
                GrpcErrors.sentence(connection.peer(), RefusalTrailer.explained(told, trailers)));
    }

    private Loss lossBy(RuntimeException fault) {
        if (fault instanceof OperatorException told) {
            return new Loss(Side.READER, Status.Code.INTERNAL, Optional.empty(), told.coded());
        }
        if (logged.add(Fault.of(fault))) {
            LOG.error("What the {} sends could not be used here; the same is logged once", connection.peer(), fault);
        }
        return new Loss(Side.READER, Status.Code.INTERNAL, Optional.empty(),
                ConnectionMessage.UNUSABLE.with(connection.peer()));
    }

    private void lost(Loss loss) {
        current = null;
        if (next != null) {
            next.cancel();
        }
        reader.onLost(loss);
        openAfterPause(
                Retry.after(loss.code()) == Retry.NEVER ? LONGEST_PAUSE_WHEN_REFUSED : LONGEST_PAUSE);
    }

    private void openAfterPause(Duration longest) {
        Duration length = pause.compareTo(longest) < 0 ? pause : longest;
        next = time.after(spread(length), executor, this::open);
        Duration longer = length.multipliedBy(2);
        pause = longer.compareTo(longest) < 0 ? longer : longest;
    }

    /// For the reader, while it takes a message that it cannot deal with now: has the stream opened anew after a pause, for
    /// the message to come again, and is given what comes until then. The pause grows from one such time to the next.
    public synchronized void openAnewLater() {
        Opening opening = current;
        if (closed || opening == null || opening.isFaulty) {
            return;
        }
        opening.isFaulty = true;
        pause = opening.pauseBefore;
        openAfterPause(LONGEST_PAUSE_WHEN_READ_ON);
    }

    private Duration spread(Duration length) {
        return length.minusNanos(randomness.nextLong(length.toNanos() / SPREAD));
    }

    /// Ends the stream for good. Twice is harmless.
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (check != null) {
            check.cancel();
        }
        Opening last = current;
        if (last != null) {
            current = null;
            last.call.cancel("closed", null);
        }
    }

    /// One of the calls that make up the stream. What comes of a former one is not looked at.
    private final class Opening extends ClientCall.Listener<A> {

        private final ClientCall<Q, A> call;
        private final Duration pauseBefore = pause;
        private long heard = time.nanos();
        /// Whether there was a message that could not be dealt with. Those before it count as none.
        private boolean isFaulty;

        Opening(ClientCall<Q, A> call) {
            this.call = call;
        }

        void begin(Q request) {
            call.start(this, new Metadata());
            call.request(1);
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public void onMessage(A message) {
            synchronized (ReconnectingStream.this) {
                if (current != this) {
                    return;
                }
                heard = time.nanos();
                try {
                    reader.onMessage(message);
                    if (!isFaulty) {
                        pause = FIRST_PAUSE;
                    }
                    call.request(1);
                } catch (RuntimeException fault) {
                    pause = isFaulty ? pause : pauseBefore;
                    giveUp(this, lossBy(fault));
                }
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            synchronized (ReconnectingStream.this) {
                if (current == this) {
                    lost(lossBy(status, trailers));
                }
            }
        }
    }
}
