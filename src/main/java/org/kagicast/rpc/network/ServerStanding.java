package org.kagicast.rpc.network;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.time.Time;

/// The caller's check on every answer: is the server's certificate, which was good when the connection was made, still
/// good? When it nears its end, the server should have a new one, so the caller connects anew before it is too late.
/// Safe for use by several threads.
final class ServerStanding implements ClientInterceptor {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Standing standing;
    private final Runnable leave;
    private final Time time;
    private final KnownCertificates certificates = new KnownCertificates();
    private final AtomicLong nextLookNanos;

    /// @param leave has later calls go over another connection
    ServerStanding(Standing standing, Runnable leave, Time time) {
        this.standing = standing;
        this.leave = leave;
        this.time = time;
        this.nextLookNanos = new AtomicLong(time.nanos());
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Checking<>(listener, this), headers);
            }
        };
    }

    /// Why the server at the other end of a call is not to be believed any more.
    private Optional<UntrustedPeerException> fallen(ClientCall<?, ?> call) {
        Optional<PeerCertificate> server = certificates
                .of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (server.isEmpty()) {
            return Optional.of(new UntrustedPeerException(
                    "The other end of the connection shows no certificate any more: connect again."));
        }
        try {
            standing.require(server.get());
            renewInTime(server.get());
            return Optional.empty();
        } catch (CallRefusedException fallen) {
            return Optional.of(new UntrustedPeerException(String.valueOf(fallen.getMessage())));
        }
    }

    /// Looks for a newer certificate after three quarters of the lifetime, then after half of what is left, and so on; but
    /// at least once an hour, and at most once a second. Whether it is time is asked of the wall clock each time anew; the
    /// pauses are on the monotonic clock, so that a clock that was wrong for a while keeps nobody from looking.
    private void renewInTime(PeerCertificate server) {
        Instant now = time.now();
        Instant due = server.notAfter().minus(Duration.between(server.notBefore(), server.notAfter()).dividedBy(4));
        if (now.isBefore(due)) {
            return;
        }
        long look = nextLookNanos.get();
        long nanos = time.nanos();
        Duration half = Duration.between(now, server.notAfter()).dividedBy(2);
        Duration pause = half.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : half.plus(SHORTEST_PAUSE);
        if (nanos - look >= 0 && nextLookNanos.compareAndSet(look, nanos + pause.toNanos())) {
            leave.run();
        }
    }

    /// gRPC calls one method at a time.
    private final class Checking<A> extends SimpleForwardingClientCallListener<A> {
        private final ClientCall<?, A> call;
        private @Nullable UntrustedPeerException fallen;

        Checking(ClientCall.Listener<A> listener, ClientCall<?, A> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(A message) {
            fallen(call).ifPresent(why -> {
                fallen = why;
                call.cancel(why.sentence(), why);
                leave.run();
            });
            if (fallen == null) {
                super.onMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            super.onClose(fallen == null ? status : Status.UNAVAILABLE.withCause(fallen), trailers);
        }
    }
}
