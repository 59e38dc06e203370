package org.kagicast.rpc;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.kagicast.model.Identity;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.Revocations;
import org.kagicast.proto.RevocationNews;
import org.kagicast.proto.TrustServiceGrpc;
import org.kagicast.proto.TrustedMember;
import org.kagicast.proto.WatchRevocationsRequest;
import org.kagicast.time.Time;

/// Who is revoked, as the key servers tell a node that has no key table itself (R34). Whoever any of them calls revoked is
/// revoked. What one of them said last counts on while it cannot be heard, until another one that knows a later state of
/// the same table is.
///
/// The connections lead to key servers, masters and slaves only, and answers of one that is itself revoked do not come
/// through them; one that is not revoked yet is believed, as it is in the keys that it gives. Its monitor guards what it
/// heard. Safe for use by several threads.
public final class RevocationList implements Revocations, AutoCloseable {

    /// A few signs of life missing.
    private static final Duration SILENCE = Duration.ofSeconds(15);
    /// More than anybody can have revoked by hand; a server that names more is not to be believed.
    private static final int MOST = 100_000;

    private final Time time;
    private final RandomGenerator randomness;
    private final Executor executor;
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private volatile Set<Member> revoked = Set.of();

    /// @param randomness spreads how soon many who lost a key server together ask it again
    /// @param executor runs what falls due
    public RevocationList(Time time, RandomGenerator randomness, Executor executor) {
        this.time = time;
        this.randomness = randomness;
        this.executor = executor;
    }

    /// Hears the key servers that a connection leads to, from now on.
    ///
    /// @param keyServers stays with the caller
    public void hear(Connection keyServers) {
        Source source = new Source(keyServers);
        sources.add(source);
        source.call.start();
    }

    @Override
    public boolean isRevoked(Identity identity) {
        return revoked.contains(Member.of(identity));
    }

    public boolean isRevoked(Member member) {
        return revoked.contains(member);
    }

    /// Hears nobody any more. Twice is harmless.
    @Override
    public void close() {
        sources.forEach(source -> source.call.close());
    }

    private synchronized void recount() {
        Set<Member> all = new HashSet<>();
        sources.stream().filter(source -> !isOutdated(source)).forEach(source -> all.addAll(source.told));
        revoked = Set.copyOf(all);
    }

    private boolean isOutdated(Source source) {
        return !source.isHeard && sources.stream().anyMatch(other -> other.isHeard
                && other.table.equals(source.table) && other.revision > source.revision);
    }

    /// What one connection tells.
    private final class Source implements ReconnectingStream.Reader<WatchRevocationsRequest, RevocationNews> {

        private final ReconnectingStream<WatchRevocationsRequest, RevocationNews> call;
        /// What was told and is whole.
        private Set<Member> told = Set.of();
        private String table = "";
        private long revision;
        private boolean isHeard;
        private Set<Member> coming = new HashSet<>();

        Source(Connection keyServers) {
            call = new ReconnectingStream<>(keyServers, TrustServiceGrpc.getWatchRevocationsMethod(), this, time,
                    executor,
                    SILENCE, randomness);
        }

        /// Each opening begins with the whole list.
        @Override
        public WatchRevocationsRequest request() {
            coming = new HashSet<>();
            return WatchRevocationsRequest.getDefaultInstance();
        }

        @Override
        public void onMessage(RevocationNews news) {
            synchronized (RevocationList.this) {
                news.getRevokedList().forEach(member -> read(member).ifPresent(coming::add));
                news.getReinstatedList().forEach(member -> read(member).ifPresent(coming::remove));
                if (coming.size() > MOST) {
                    throw new IllegalArgumentException("more revocations than anybody can have made");
                }
                if (!news.getMore()) {
                    told = Set.copyOf(coming);
                    table = news.getTableId();
                    revision = news.getRevision();
                    isHeard = true;
                    recount();
                }
            }
        }

        /// A role that this version does not know is nobody whom it could meet.
        private static Optional<Member> read(TrustedMember member) {
            Optional<Role> role = ProtoEnums.toModel(member.getRole());
            return role.map(known -> new Member(known, new NodeName(member.getName())));
        }

        @Override
        public void onLost(CodedMessage sentence) {
            synchronized (RevocationList.this) {
                isHeard = false;
            }
        }
    }
}
