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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.message.TrustMessage;
import org.kagicast.pki.PeerCertificate;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.ServerName;
import org.kagicast.time.PeriodicCheck;
import org.kagicast.time.Time;

/// The caller's check on every answer, and now and then where none comes: is the server's certificate, which was good
/// when the connection was made, still good? When it nears its end, the server should have a new one, so the caller
/// connects anew before it is too late. Safe for use by several threads.
final class ServerStanding implements ClientInterceptor {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final CertificateStatus standing;
    private final Runnable reconnect;
    private final Runnable shun;
    private final Time time;
    private final PeriodicCheck checks;
    private final Set<Checking<?>> open = ConcurrentHashMap.newKeySet();
    private final KnownCertificates certificates = new KnownCertificates();
    private final AtomicLong nextLookNanos;

    /// @param reconnect has later calls go over another connection
    /// @param shun      has later calls go to another server if there is one
    /// @param executor  looks after calls that stand
    ServerStanding(CertificateStatus standing, Runnable reconnect, Runnable shun, Time time, Executor executor) {
        this.standing = standing;
        this.reconnect = reconnect;
        this.shun = shun;
        this.time = time;
        this.nextLookNanos = new AtomicLong(time.nanos());
        this.checks = new PeriodicCheck(CertificateStatus.LOOK, time, executor, this::look);
    }

    /// Ends the calls to a server that has fallen.
    private boolean look() {
        open.forEach(Checking::look);
        return !open.isEmpty();
    }

    /// Looks after no calls any more.
    void close() {
        checks.close();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new Checked<>(next.newCall(method, options));
    }

    /// Why the server at the other end of a call is not to be believed any more.
    private Optional<UntrustedPeerException> fallen(Optional<PeerCertificate> server) {
        if (server.isEmpty()) {
            return Optional.of(new UntrustedPeerException(
                    TrustMessage.NO_CERTIFICATE_ANY_MORE.with()));
        }
        Optional<CallRefusedException> fallen = standing.fallen(server.get());
        if (fallen.isEmpty()) {
            renewInTime(server.get());
        }
        return fallen.map(why -> new UntrustedPeerException(why.coded()));
    }

    /// Empty as long as the call has found no connection.
    private Optional<PeerCertificate> server(ClientCall<?, ?> call) {
        return certificates.of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
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
            reconnect.run();
        }
    }

    /// A call that may be ended at any moment, also while its request is on the way; that it was is told by its listener.
    private final class Checked<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private volatile @Nullable Checking<A> checking;

        Checked(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            Checking<A> started = new Checking<>(listener, this);
            checking = started;
            open.add(started);
            checks.arm();
            super.start(started, headers);
        }

        @Override
        public void sendMessage(Q message) {
            unlessEnded(() -> super.sendMessage(message));
        }

        @Override
        public void halfClose() {
            unlessEnded(super::halfClose);
        }

        private void unlessEnded(Runnable sending) {
            try {
                sending.run();
            } catch (IllegalStateException cancelled) {
                Checking<A> started = checking;
                if (started == null || started.fallen == null) {
                    throw cancelled;
                }
            }
        }
    }

    /// gRPC calls one method at a time, and whoever looks now and then comes beside it.
    private final class Checking<A> extends SimpleForwardingClientCallListener<A> {
        private final ClientCall<?, A> call;
        private volatile @Nullable UntrustedPeerException fallen;

        Checking(ClientCall.Listener<A> listener, ClientCall<?, A> call) {
            super(listener);
            this.call = call;
        }

        void look() {
            Optional<PeerCertificate> server = server(call);
            if (server.isPresent()) {
                fallen(server).ifPresent(this::end);
            }
        }

        private void end(UntrustedPeerException why) {
            fallen = why;
            call.cancel(why.coded().text(), why);
            shun.run();
        }

        @Override
        public void onMessage(A message) {
            fallen(server(call)).ifPresent(this::end);
            if (fallen == null) {
                super.onMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            open.remove(this);
            UntrustedPeerException why = fallen;
            server(call).ifPresent(server -> ServerName.put(server.identity().name(), trailers));
            super.onClose(why == null ? status : Status.UNAVAILABLE.withCause(why), trailers);
        }
    }
}
