package org.kagicast.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagicast.keyserver.KeyServerFixture.ALICE;
import static org.kagicast.keyserver.KeyServerFixture.CS1;
import static org.kagicast.keyserver.KeyServerFixture.CS2;
import static org.kagicast.keyserver.KeyServerFixture.NEWS;
import static org.kagicast.keyserver.KeyServerFixture.SPORT;
import static org.kagicast.keyserver.KeyServerFixture.end;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.audit.AuditEvent;
import org.kagicast.keytable.Grant;
import org.kagicast.keytable.TableLimits;
import org.kagicast.model.Caution;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.keys.FetchOutcome;
import org.kagicast.rpc.keys.FetchReason;

/// R34: whom a key server shuts out, and to whom it gives streams.
class ShuttingOutTest {

    private static final Identity OLGA = Identity.parse("spiffe://lab/operator/olga");
    private static final KeyLine NEWS_LINE = new KeyLine(NEWS);

    private final KeyServerFixture parts = new KeyServerFixture(new TableLimits(50, 2, 5_000));
    private final KeyServer keyServer = parts.keyServer;

    @AfterEach
    void close() {
        parts.close();
    }

    private static Member member(Role role, String name) {
        return new Member(role, new NodeName(name));
    }

    private void assertRefused(Member member, String... words) {
        long revision = parts.snapshot().revision();
        assertThatThrownBy(() -> keyServer.revoke(OLGA, member, Caution.REFUSE_MISTAKES))
                .isInstanceOf(OperatorException.class).hasMessageContainingAll(words);
        assertThat(keyServer.isRevoked(member)).isFalse();
        assertThat(parts.snapshot().revision()).isEqualTo(revision);
    }

    @Test
    @DisplayName("R34 a name that was never enrolled, granted or revoked is refused, with the one that was meant; it is revoked if insisted on")
    void unknownNames() {
        keyServer.grant(new NodeName("screen"), NEWS);
        keyServer.consult(new Enrolled());

        assertRefused(Member.client(new NodeName("scren")), "There is no client scren; did you mean screen?",
                "--force");
        assertRefused(Member.client(CS1), "There is no client cs-1 that is known here", "--force");
        assertRefused(member(Role.KEY_SLAVE, "slave-2"), "did you mean slave-1?");
        assertRefused(member(Role.OPERATOR, "screen"), "There is no operator screen that is known here");

        assertThat(keyServer.revoke(OLGA, member(Role.KEY_SLAVE, "slave-1"), Caution.REFUSE_MISTAKES).member())
                .isEqualTo(member(Role.KEY_SLAVE, "slave-1"));
        keyServer.revoke(OLGA, Member.client(new NodeName("scren")), Caution.INSIST);
        assertThat(keyServer.isRevoked(Member.client(new NodeName("scren")))).isTrue();
        assertThat(parts.audit).contains(
                AuditEvent.revoked(OLGA, Identity.parse("spiffe://lab/client/scren"), java.util.Optional.empty())
                        .at(3));
        keyServer.revoke(OLGA, Member.client(new NodeName("scren")), Caution.REFUSE_MISTAKES);
    }

    @Test
    @DisplayName("R34 a key server without the trust domain's folder says that it does not know who was enrolled, and what to do")
    void withoutRegister() {
        keyServer.grant(new NodeName("screen"), NEWS);

        assertRefused(member(Role.KEY_SLAVE, "slave-1"), "started without --domain", "which key-slaves were enrolled",
                "'kagicast policy'", "--force");
        assertRefused(Member.client(new NodeName("scren")), "did you mean screen?", "started without --domain");
        keyServer.consult(new Enrolled());
        assertThatThrownBy(() -> keyServer.revoke(OLGA, member(Role.KEY_SLAVE, "nobody"), Caution.REFUSE_MISTAKES))
                .hasMessageNotContaining("--domain");
    }

    private static final class Enrolled implements IdentityDirectory {
        @Override
        public List<Term> enrolled() {
            return List.of(new Term(member(Role.KEY_SLAVE, "slave-1"), Instant.EPOCH));
        }

        @Override
        public List<Term> tokens() {
            return List.of(new Term(Member.client(ALICE), Instant.EPOCH.plusSeconds(9)));
        }
    }

    @Test
    @DisplayName("R34 nobody shuts himself out by mistake, and no key server itself")
    void oneself() {
        keyServer.revoke(OLGA, Member.of(OLGA), Caution.INSIST);
        keyServer.reinstate(OLGA, Member.of(OLGA));

        assertRefused(Member.of(OLGA), "would shut itself out", "--force");
        assertThatThrownBy(() -> keyServer.revoke(OLGA, Member.of(keyServer.identity()), Caution.INSIST))
                .isInstanceOf(OperatorException.class).hasMessageContaining("cannot revoke itself");
        assertThatThrownBy(() -> keyServer.reinstate(OLGA, Member.client(ALICE)))
                .isInstanceOf(OperatorException.class).hasMessageContaining("client alice is not revoked");
    }

    @Test
    @DisplayName("R34 a reinstated client gets again what it is granted, and the audit tells of both")
    void reinstated() {
        KeyId keyId = parts.create(CS1, NEWS, FetchReason.ON_DEMAND).keyId();
        keyServer.grant(ALICE, NEWS);
        keyServer.revoke(OLGA, Member.client(ALICE), Caution.REFUSE_MISTAKES);
        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND)).isInstanceOfSatisfying(FetchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REVOKED));

        keyServer.reinstate(OLGA, Member.client(ALICE));

        assertThat(parts.fetch(ALICE, keyId, FetchReason.ON_DEMAND)).isInstanceOf(FetchOutcome.Key.class);
        assertThat(parts.audit)
                .contains(AuditEvent.reinstated(OLGA, Identity.parse("spiffe://lab/client/alice")).at(5));
    }

    @Test
    @DisplayName("R34 with a key slave every stream's keys are lost: all are ordered to be changed")
    void slaveHeldEverything() {
        KeyId news = inUse(CS1, NEWS);
        KeyId sport = inUse(CS2, SPORT);
        Orders ofNews = watch(CS1, NEWS);
        Orders ofSport = watch(CS2, SPORT);

        Revocation revocation = keyServer.revoke(OLGA, member(Role.KEY_SLAVE, "slave-1"), Caution.INSIST);

        assertThat(revocation).isEqualTo(new Revocation(member(Role.KEY_SLAVE, "slave-1"), List.of(news, sport),
                java.util.Set.of(NEWS_LINE, new KeyLine(SPORT)), java.util.Set.of()));
        assertThat(ofNews.heard).containsExactly("news: the key-slave slave-1 was revoked");
        assertThat(ofSport.heard).containsExactly("sport: the key-slave slave-1 was revoked");
    }

    @Test
    @DisplayName("R34 a revoked content server is ordered nothing, not even while its watch still stands: its streams wait for another one")
    void contentServerWaits() {
        KeyId news = inUse(CS1, NEWS);
        inUse(CS2, SPORT);
        Orders orders = watch(CS1, NEWS);

        Revocation revocation = keyServer.revoke(OLGA, new Member(Role.CONTENT_SERVER, CS1), Caution.REFUSE_MISTAKES);

        assertThat(revocation).isEqualTo(new Revocation(new Member(Role.CONTENT_SERVER, CS1), List.of(news),
                java.util.Set.of(), java.util.Set.of(NEWS_LINE)));
        assertThat(orders.heard).isEmpty();
        keyServer.grant(ALICE, NEWS);
        assertThat(parts.fetch(ALICE, news, FetchReason.ON_DEMAND)).as("what it sends is not to be believed")
                .isInstanceOfSatisfying(FetchOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SENDER_REVOKED));
        assertThatThrownBy(() -> keyServer.takeOver(OLGA, SPORT, CS1)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("content-server cs-1 is revoked");
    }

    @Test
    @DisplayName("A stream that is taken over is ordered at its new owner alone; the former one is told, and sends its other streams on")
    void takenOver() {
        KeyId former = inUse(CS1, NEWS);
        inUse(CS1, SPORT);
        Orders ofFormer = watch(CS1, NEWS, SPORT);
        Orders ofNew = watch(CS2, new StreamName("other"));

        assertThat(keyServer.takeOver(OLGA, NEWS, CS2)).contains(CS1);

        assertThat(ofFormer.ended).singleElement().asString().contains("does not belong to the content server cs-1");
        Orders again = watch(CS1, NEWS, SPORT);
        assertThatThrownBy(() -> parts.create(CS1, NEWS, FetchReason.ON_DEMAND))
                .hasMessageContaining("belongs to the content server cs-2");
        KeyId next = parts.create(CS2, NEWS, FetchReason.ON_DEMAND).keyId();
        assertThat(state(former)).as("goes on until the new owner sends").isEqualTo(KeyState.ACTIVE);
        end(parts.creator(CS2).setState(next, KeyState.ACTIVE));
        assertThat(state(former)).isEqualTo(KeyState.DEACTIVATED);
        end(parts.creator(CS1).setState(former, KeyState.DEACTIVATED));
        ofNew.ended.clear();
        Orders ofNext = watch(CS2, NEWS);
        keyServer.revoke(OLGA, member(Role.KEY_SLAVE, "slave-1"), Caution.INSIST);
        assertThat(ofNext.heard).containsExactly("news: the key-slave slave-1 was revoked");
        assertThat(again.heard).containsExactly("sport: the key-slave slave-1 was revoked");
        assertThat(parts.audit).contains(
                AuditEvent.streamOwned(OLGA, Identity.parse("spiffe://lab/content-server/cs-2"), NEWS_LINE));
    }

    @Test
    @DisplayName("Nobody squats on a name: a stream that nobody owns is refused to whoever comes, with the cure, until it is given")
    void noSquatting() {
        StreamName future = new StreamName("future");
        keyServer.grant(ALICE, future);

        assertThatThrownBy(() -> end(parts.creator(CS2).create(future, org.kagicast.model.CipherSuite.AES_256_GCM,
                new java.util.UUID(5, 5), FetchReason.ON_DEMAND))).isInstanceOf(OperatorException.class)
                .hasMessageContaining("No content server owns the stream future")
                .hasMessageContaining("kagicast grant --content-server cs-2 --stream future");

        keyServer.own(OLGA, future, CS1);
        assertThat(parts.create(CS1, future, FetchReason.ON_DEMAND)).isNotNull();
        assertThat(keyServer.release(OLGA, future)).isEqualTo(CS1);
        assertThatThrownBy(() -> keyServer.release(OLGA, future)).isInstanceOf(OperatorException.class);
        assertThatThrownBy(() -> keyServer.disown(OLGA, NEWS, CS2)).isInstanceOf(OperatorException.class)
                .hasMessageContaining("cs-2 does not own the stream news");
        keyServer.disown(OLGA, NEWS, CS1);
        assertThat(parts.audit).contains(
                AuditEvent.streamReleased(OLGA, Identity.parse("spiffe://lab/content-server/cs-1"), NEWS_LINE));
    }

    @Test
    @DisplayName("The policy tells of grants, owners, who is shut out and who is enrolled, by name")
    void listing() {
        keyServer.consult(new Enrolled());
        keyServer.grant(new NodeName("bob"), SPORT);
        keyServer.grant(ALICE, SPORT);
        keyServer.own(SPORT, CS2);
        keyServer.revoke(OLGA, member(Role.KEY_SLAVE, "slave-1"), Caution.REFUSE_MISTAKES);

        PolicyListing policy = keyServer.policy();

        assertThat(policy.grants()).containsExactly(new Grant(ALICE, SPORT), new Grant(new NodeName("bob"), SPORT));
        assertThat(policy.owners()).extracting(owner -> owner.getKey() + " " + owner.getValue())
                .containsExactly("news cs-1", "sport cs-2");
        assertThat(policy.revoked()).containsExactly(member(Role.KEY_SLAVE, "slave-1"));
        assertThat(policy.enrolled()).hasSize(1);
        assertThat(policy.tokens()).hasSize(1);
        assertThat(policy.revision()).isEqualTo(parts.snapshot().revision());
    }

    private KeyState state(KeyId keyId) {
        return parts.snapshot().keys().stream().filter(key -> key.keyId().equals(keyId)).findFirst().orElseThrow()
                .state();
    }

    private KeyId inUse(NodeName contentServer, StreamName stream) {
        KeyId keyId = parts.create(contentServer, stream, FetchReason.ON_DEMAND).keyId();
        end(parts.creator(contentServer).setState(keyId, KeyState.ACTIVE));
        return keyId;
    }

    /// What a content server hears of its orders.
    private static final class Orders implements StreamObserver<RekeyOrder> {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<Object> ended = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(RekeyOrder order) {
            if (!order.getStream().isEmpty()) {
                heard.add(order.getStream() + ": " + order.getReason());
            }
        }

        @Override
        public void onError(Throwable fault) {
            ended.add(fault);
        }

        @Override
        public void onCompleted() {
            ended.add("in order");
        }
    }

    /// The watch stands when this returns.
    private Orders watch(NodeName contentServer, StreamName... streams) {
        Orders orders = new Orders();
        KeyServiceGrpc.newStub(parts.connect(Role.CONTENT_SERVER, contentServer).channel()).watchRekeyOrders(
                WatchRekeyOrdersRequest.newBuilder()
                        .addAllStreams(List.of(streams).stream().map(StreamName::value).toList())
                        .build(),
                orders);
        return orders;
    }
}
