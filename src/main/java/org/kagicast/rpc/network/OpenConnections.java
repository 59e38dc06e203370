package org.kagicast.rpc.network;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.ConnectionCounts;
import org.kagicast.model.RefusedCallers;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.time.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections to one server, and who keeps its place when they become too many. Callers that showed a certificate
/// keep theirs. Of the others the oldest gives way: a handshake or an enrolment takes a moment, so one that has lasted
/// long is of nobody who means to finish it. First the address that has too many gives way, then all do. Safe for use by
/// several threads.
final class OpenConnections {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int IPV6_NETWORK_BYTES = 8;

    private final NetworkLimits limits;
    private final Time time;
    private final Map<Ends, Place> places = new HashMap<>();
    private final Places all = new Places();
    private final Map<InetAddress, Places> byAddress = new HashMap<>();
    private long refused;
    private long refusedNanos;
    private Optional<CodedMessage> problem = Optional.empty();
    private long toldNanos;

    OpenConnections(NetworkLimits limits, Time time) {
        this.limits = limits;
        this.time = time;
        this.toldNanos = time.nanos() - MINUTE_NANOS;
    }

    /// Both ends of a connection, which no other connection has while it is open.
    private record Ends(SocketAddress local, SocketAddress remote) {}

    private record Place(Channel connection, Ends ends, InetAddress address) {}

    /// Those of one address, or all.
    private static final class Places {
        private final SequencedSet<Place> opening = new LinkedHashSet<>();
        private final SequencedSet<Place> strangers = new LinkedHashSet<>();
        private int open;

        @Nullable
        Place oldestWithoutCertificate() {
            return opening.isEmpty() ? strangers.isEmpty() ? null : strangers.getFirst() : opening.getFirst();
        }

        void remove(Place place) {
            open--;
            opening.remove(place);
            strangers.remove(place);
        }
    }

    /// Gives a new connection a place; false if it gets none.
    synchronized boolean admit(Channel connection) {
        if (!(connection.remoteAddress() instanceof InetSocketAddress remote)
                || !(connection.localAddress() instanceof InetSocketAddress local)) {
            return false;
        }
        InetAddress address = network(remote.getAddress());
        Places own = byAddress.computeIfAbsent(address, added -> new Places());
        if (!hasRoom(own, limits.perAddress()) || !hasRoom(all, limits.inAll())) {
            forgetIfEmpty(address, own);
            refuse(address, ConnectionMessage.NO_PLACE.with());
            return false;
        }
        Place place = new Place(connection, new Ends(local, remote), address);
        places.put(place.ends(), place);
        for (Places group : new Places[]{all, places(address)}) {
            group.open++;
            group.opening.add(place);
        }
        connection.closeFuture().addListener(closed -> leave(place));
        return true;
    }

    /// The handshake of a connection has ended.
    ///
    /// @param hasCertificate whether the caller showed one, which is good, and is not revoked
    synchronized void opened(@Nullable SocketAddress local, @Nullable SocketAddress remote, boolean hasCertificate) {
        Place place = local == null || remote == null ? null : places.get(new Ends(local, remote));
        if (place == null) {
            return;
        }
        Places own = places(place.address());
        all.opening.remove(place);
        own.opening.remove(place);
        if (hasCertificate) {
            return;
        }
        makeRoom(own, limits.perAddress());
        makeRoom(all, limits.inAll());
        all.strangers.add(place);
        places(place.address()).strangers.add(place);
        Time.Scheduled end = time.after(limits.stranger(), place.connection().eventLoop(), () -> close(place));
        place.connection().closeFuture().addListener(closed -> end.cancel());
    }

    private boolean hasRoom(Places group, NetworkLimits.Share share) {
        while (group.opening.size() >= share.opening()) {
            giveWay(group.opening.getFirst(), ConnectionMessage.HANDSHAKE_TOO_SLOW.with());
        }
        while (group.open >= share.open()) {
            Place oldest = group.oldestWithoutCertificate();
            if (oldest == null) {
                return false;
            }
            giveWay(oldest, ConnectionMessage.NO_CERTIFICATE.with());
        }
        return true;
    }

    private void makeRoom(Places group, NetworkLimits.Share share) {
        while (group.strangers.size() >= share.strangers()) {
            giveWay(group.strangers.getFirst(), ConnectionMessage.TOO_MANY_STRANGERS.with());
        }
    }

    private void giveWay(Place place, CodedMessage why) {
        leave(place);
        place.connection().eventLoop().execute(() -> close(place));
        refuse(place.address(), why);
    }

    /// On the connection's event loop. HTTP/2 would first wait for its calls to end, which may be never.
    private static void close(Place place) {
        place.connection().unsafe().close(place.connection().newPromise());
    }

    private synchronized void leave(Place place) {
        if (places.remove(place.ends(), place)) {
            all.remove(place);
            Places own = places(place.address());
            own.remove(place);
            forgetIfEmpty(place.address(), own);
        }
    }

    private Places places(InetAddress address) {
        return byAddress.computeIfAbsent(address, added -> new Places());
    }

    private void forgetIfEmpty(InetAddress address, Places group) {
        if (group.open == 0) {
            byAddress.remove(address, group);
        }
    }

    /// Told in the log at most once a minute, as strangers cause it as often as they like.
    private void refuse(InetAddress address, CodedMessage why) {
        long now = time.nanos();
        refused++;
        refusedNanos = now;
        problem = Optional.of(ConnectionMessage.CONNECTIONS_REFUSED.with(refused, address.getHostAddress(), why));
        if (now - toldNanos >= MINUTE_NANOS) {
            toldNanos = now;
            LOG.warn("{}", problem.get());
        }
    }

    /// @param callers who were refused for what they are
    synchronized ConnectionCounts counts(RefusedCallers callers) {
        boolean isPresent = refused > 0 && time.nanos() - refusedNanos < MINUTE_NANOS;
        return new ConnectionCounts(all.open, refused, isPresent ? problem : Optional.empty(),
                callers);
    }

    /// What counts as one address.
    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            byte[] bytes = address.getAddress();
            Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException cannotBe) {
            throw new IllegalStateException("an address of 16 bytes", cannotBe);
        }
    }
}
