package org.kagicast.keyserver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagicast.keytable.KeyRecords;
import org.kagicast.model.Member;
import org.kagicast.model.Role;
import org.kagicast.proto.RevocationNews;
import org.kagicast.proto.TrustServiceGrpc;
import org.kagicast.proto.TrustedMember;
import org.kagicast.proto.WatchRevocationsRequest;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.time.PeriodicCheck;
import org.kagicast.time.Time;

/// Tells other nodes who is revoked (R34): content servers and clients, which have no key table to look it up in. Clients
/// are not told of, since only key servers meet them. Of who watches nothing is kept but the call.
///
/// The table is looked at four times a second, which costs nothing while nobody is revoked or reinstated. Safe for use by
/// several threads.
public final class RevocationService extends TrustServiceGrpc.TrustServiceImplBase implements AutoCloseable {

    /// Watchers take a few of these missing for a broken connection.
    static final Duration BEAT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int MOST_IN_A_PART = 256;

    private final KeyRecords table;
    private final Time time;
    private final PeriodicCheck checks;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /// @param table    a key table or a copy of one; stays with the caller
    /// @param executor sends
    public RevocationService(KeyRecords table, Time time, Executor executor) {
        this.table = table;
        this.time = time;
        this.checks = new PeriodicCheck(LOOK, time, executor, this::look);
    }

    private boolean look() {
        watches.forEach(Watch::look);
        return !watches.isEmpty();
    }

    @Override
    public void watchRevocations(WatchRevocationsRequest request, StreamObserver<RevocationNews> observer) {
        Watch watch = new Watch((ServerCallStreamObserver<RevocationNews>) observer);
        watch.observer.setOnCancelHandler(() -> watches.remove(watch));
        watches.add(watch);
        watch.look();
        checks.arm();
    }

    /// Looks no more, and ends every watch. Twice is harmless.
    @Override
    public void close() {
        checks.close();
        watches.forEach(Watch::end);
        watches.clear();
    }

    /// Its monitor guards it and every call on the observer.
    private final class Watch {

        private final ServerCallStreamObserver<RevocationNews> observer;
        /// As the policy handed it out.
        private @Nullable Set<Member> seen;
        private Set<Member> told = Set.of();
        private long toldAt;

        Watch(ServerCallStreamObserver<RevocationNews> observer) {
            this.observer = observer;
        }

        synchronized void look() {
            if (observer.isCancelled() || !observer.isReady()) {
                return;
            }
            long revision = table.revision();
            Set<Member> revoked = table.policy().revoked();
            if (!revoked.equals(seen)) {
                seen = revoked;
                tell(revision, revoked.stream().filter(member -> member.role() != Role.CLIENT)
                        .collect(Collectors.toUnmodifiableSet()));
            } else if (time.nanos() - toldAt >= BEAT.toNanos()) {
                send(revision, List.of(), false);
            }
        }

        private void tell(long revision, Set<Member> revoked) {
            List<Member> changed = new ArrayList<>();
            Stream.concat(revoked.stream().filter(member -> !told.contains(member)),
                    told.stream().filter(member -> !revoked.contains(member))).sorted().forEach(changed::add);
            told = revoked;
            for (int from = 0; from == 0 || from < changed.size(); from += MOST_IN_A_PART) {
                int to = Math.min(changed.size(), from + MOST_IN_A_PART);
                send(revision, changed.subList(from, to), to < changed.size());
            }
        }

        private void send(long revision, List<Member> changed, boolean more) {
            toldAt = time.nanos();
            observer.onNext(RevocationNews.newBuilder().setTableId(table.tableId()).setRevision(revision)
                    .addAllRevoked(changed.stream().filter(told::contains).map(Watch::written).toList())
                    .addAllReinstated(
                            changed.stream().filter(member -> !told.contains(member)).map(Watch::written).toList())
                    .setMore(more).build());
        }

        private static TrustedMember written(Member member) {
            return TrustedMember.newBuilder().setRole(ProtoEnums.toProto(member.role()))
                    .setName(member.name().value()).build();
        }

        synchronized void end() {
            if (!observer.isCancelled()) {
                observer.onCompleted();
            }
        }
    }
}
