package org.kagicast.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer.Dialled;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Notices;
import org.kagicast.console.text.Language;
import org.kagicast.contentserver.StreamPlan;
import org.kagicast.keyserver.KeyServer;
import org.kagicast.keytable.MemoryKeyTable;
import org.kagicast.keytable.SequentialKeyIds;
import org.kagicast.keytable.TableLimits;
import org.kagicast.lab.Scenario;
import org.kagicast.model.Caution;
import org.kagicast.model.ClientCounters;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ContentServerSnapshot;
import org.kagicast.model.HostPort;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyServerSnapshot;
import org.kagicast.model.Member;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.Role;
import org.kagicast.model.RoleSnapshot;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;
import org.kagicast.model.message.ClientMessage;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.model.message.NodeMessage;
import org.kagicast.model.message.StreamMessage;
import org.kagicast.model.message.TrustMessage;
import org.kagicast.multicast.Interfaces;
import org.kagicast.node.Node;
import org.kagicast.node.NodeClient;
import org.kagicast.node.NodeService;
import org.kagicast.pki.UntrustedPeerException;
import org.kagicast.rpc.GrpcErrors;
import org.kagicast.rpc.InProcessNetwork;
import org.kagicast.rpc.MessageCodec;
import org.kagicast.rpc.Serving;
import org.kagicast.time.ManualTime;

@DisplayName("What a node says over the wire, in the console")
class NodeMessagesTest {

    private static final Identity OLGA = new Identity("demo", Role.OPERATOR, new NodeName("olga"));
    private static final Identity SERVER = new Identity("demo", Role.OPERATOR, new NodeName("node"));
    private static final MulticastGroup GROUP = MulticastGroup.parse("239.1.1.1:5004");
    private static final StreamName NEWS = new StreamName("news");
    private static final NodeName ALICE = new NodeName("alice");
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final ManualTime time = new ManualTime();
    private final InProcessNetwork network = new InProcessNetwork();
    private final Node node = new Node(new NodeName("node"), time);
    private final Serving serving = network.serve(SERVER, List.of(new NodeService(node, "demo", time, Runnable::run)));
    /// What the console's thread is to do, which this test is.
    private final BlockingQueue<Runnable> console = new LinkedBlockingQueue<>();
    private final ConsoleModel model = new ConsoleModel(scenario -> {
        throw new OperatorException("No lab is needed here.");
    }, this::dial, Scenario.THIRD, Language.JAPANESE, time, ZoneId.of("Asia/Tokyo"), work -> console.add(work),
            Runnable::run);
    private final LiveViewModel live = new LiveViewModel(model);

    private Dialled dial(Destination destination) {
        return new Dialled(new Domain.Trust("demo", "00"), new NodeClient(network.connect(OLGA, SERVER)),
                Optional::empty);
    }

    @BeforeEach
    void connect() {
        host(Role.KEY_SERVER, new KeyServerSnapshot(new NodeName("ks-1"), Role.KEY_SERVER,
                Optional.of(KeyServerMessage.COPY_BEHIND.with(Duration.ofMillis(1_500), 3)), "table", 1, 0, 0, 0,
                List.of()));
        host(Role.CONTENT_SERVER, new ContentServerSnapshot(new NodeName("cs-1"),
                List.of(new StreamSnapshot(NEWS, GROUP, "test-card", StreamSnapshot.Status.SENDING,
                        Optional.of(StreamMessage.SOURCE_SILENT.with("udp://lo@239.9.9.9:1", SINCE)), Optional.empty(),
                        Optional.empty(), Optional.empty(), Duration.ofSeconds(5), Duration.ZERO, 0, 0, 0, 0, 0,
                        List.of())),
                List.of(), ""));
        host(Role.CLIENT, client("tv-1", ClientMessage.KEY_NOT_GRANTED.with("ks-1", new KeyId(42), NEWS)));
        host(Role.CLIENT, client("tv-2", CodedMessage.plain("Something of yesterday.")));
        host(Role.CLIENT, client("tv-3", new CodedMessage("client.of-tomorrow",
                ClientMessage.FORGED.with(GROUP).values(), "Something of tomorrow.")));
        model.remotes().open(new Destination(new HostPort("127.0.0.1", 7400), Path.of("olga")), model::view);
        await(() -> clients() == 3 && !live.keyServers().isEmpty());
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            time.turn(Duration.ofMillis(50));
            try {
                Optional.ofNullable(console.poll(20, TimeUnit.MILLISECONDS)).ifPresent(Runnable::run);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    private static ClientSnapshot client(String name, CodedMessage why) {
        return new ClientSnapshot(new NodeName(name), List.of(GROUP), "count", ClientSnapshot.Status.NO_ACCESS,
                Optional.of(why), ClientCounters.NONE, List.of(), List.of(), "nio");
    }

    private void host(Role role, RoleSnapshot snapshot) {
        node.add(new HostedRole() {

            @Override
            public NodeName name() {
                return snapshot.name();
            }

            @Override
            public Role role() {
                return role;
            }

            @Override
            public CompletableFuture<? extends RoleSnapshot> snapshot() {
                return CompletableFuture.completedFuture(snapshot);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });
    }

    @AfterEach
    void close() {
        model.end(() -> {
        });
        serving.close();
        node.close();
    }

    private String why(int client) {
        return live.lanes().lanes().getFirst().strips().get(client).state().why();
    }

    private int clients() {
        return live.lanes().lanes().stream().mapToInt(lane -> lane.strips().size()).sum();
    }

    @Test
    @DisplayName("is in Japanese where the code is known, with times of the window's zone, and in English otherwise")
    void inJapanese() {
        assertThat(live.keyServers().getFirst().state().why()).contains(
                "鍵管理テーブルが 1.5 秒前からマスタより遅れています(現在 3 リビジョン)。このマシンが過負荷でないか確認してください。");
        assertThat(live.lanes().lanes().getFirst().head().state().why()).hasValueSatisfying(text -> assertThat(text)
                .as("the two clocks are known to a fraction of a second").matches("2026-01-02 12:04:0[456] 以降、ソース "
                        + "udp://lo@239.9.9.9:1 から何も届いていません。送信側が動いているか確認してください。"));
        assertThat(why(0)).isEqualTo("ks-1 が鍵 42(news)を拒否しました。許可がありません。視聴させるには、このクライアントにストリームを許可してください。");
        assertThat(why(1)).as("of an older node").isEqualTo("Something of yesterday.");
        assertThat(why(2)).as("of a newer node").isEqualTo("Something of tomorrow.");
    }

    @Test
    @DisplayName("is in English as the node wrote it")
    void inEnglish() {
        model.speak(Language.ENGLISH);

        assertThat(why(0)).isEqualTo("ks-1 refused key 42 of news: not granted; grant the stream to this client to let"
                + " it in.");
        assertThat(live.lanes().lanes().getFirst().head().state().why()).hasValueSatisfying(
                text -> assertThat(text).contains("since 2026-01-02T03:04:05Z: check that its sender runs."));
    }

    @Test
    @DisplayName("of a refused command is in Japanese, too")
    void refusal() {
        model.rekey(new KeyLine(NEWS), new RekeyCommand.Now());

        await(() -> model.notices().latestProperty().get().isPresent());
        assertThat(model.notices().latestProperty().get()).get().isInstanceOfSatisfying(Notices.Notice.Coded.class,
                notice -> assertThat(model.texts().of(notice.message()))
                        .isEqualTo("ノード node はストリーム news を送信していません。コンテンツサーバを指定してください。"));
    }

    @Test
    @DisplayName("R34 of a refused order about a member is in Japanese, too, and so is why its key server is not believed")
    void refusalsOfMembers() {
        Identity keyServer = new Identity("demo", Role.KEY_SERVER, new NodeName("ks-2"));
        node.add(new KeyServer(keyServer, new MemoryKeyTable(new SequentialKeyIds(),
                TableLimits.DEFAULT, new SecureRandom(), time), time, event -> {
                }));
        try (NodeClient olga = new NodeClient(network.connect(OLGA, SERVER))) {
            assertThat(refusal(olga.reinstate(Member.client(ALICE)))).isEqualTo(
                    "client alice は失効していません。失効中のものは「kagicast policy」で分かります。");
            assertThat(refusal(olga.revoke(Member.of(OLGA), Caution.REFUSE_MISTAKES))).isEqualTo(
                    "operator olga が自身を締め出すことになります。別の運用者が失効させるか、--force を指定してください。");
            assertThat(refusal(olga.revoke(Member.of(keyServer), Caution.INSIST))).isEqualTo(
                    "key-server ks-2 は自身を失効させられません。停止して、別の key-server に引き継いでください。");
            assertThat(refusal(olga.revoke(Member.client(ALICE), Caution.REFUSE_MISTAKES))).isEqualTo(
                    "client alice はここでは知られていません。何も変更していません。この鍵管理サーバは --domain なしで起動されたため、"
                            + "登録済みの client が分かりません。登録した鍵管理サーバで「kagicast policy」により名前を確かめ、--force を指定してください。");
            assertThat(refusal(olga.setGrant(Member.of(OLGA), new KeyLine(NEWS), true))).isEqualTo(
                    "operator にストリームは許可できません。クライアントかコンテンツサーバを指定してください。");
        }

        Status untrusted = Status.UNAVAILABLE.withCause(new UntrustedPeerException(
                TrustMessage.ENDED.with("key-server ks-2", SINCE)));
        assertThat(model.texts().of(GrpcErrors.sentence("key server ks-2", untrusted))).isEqualTo(
                "key-server ks-2 の証明書は 2026-01-02 12:04:05 に期限が切れました。自動で更新されるようにするか、両方のマシンの時計を合わせてください。");
    }

    @Test
    @DisplayName("of why a stream cannot be opened is in Japanese to the last part, also within another message")
    void notOpened() {
        assertThatThrownBy(() -> Interfaces.find("nonsuch0")).isInstanceOfSatisfying(OperatorException.class, fault -> {
            CodedMessage told = StreamMessage.NOT_REOPENED.with(NEWS, fault.coded());
            CodedMessage heard = MessageCodec.read(told.text(), MessageCodec.write(told)).orElseThrow();

            assertThat(heard).isEqualTo(told);
            assertThat(model.texts().of(heard))
                    .startsWith("ストリーム news を開き直せませんでした。インタフェース「nonsuch0」がないか、アドレスがありません。")
                    .containsAnyOf("使ってください。", "有効にしてください。").endsWith("直したら再読み込みしてください。")
                    .doesNotContain("instead", "bring up");
        });
        assertThatThrownBy(() -> StreamPlan.check(List.of())).isInstanceOfSatisfying(OperatorException.class,
                fault -> assertThat(model.texts().of(NodeMessage.RELOAD_REFUSED.with(fault.coded()))).endsWith(
                        "コンテンツサーバのストリームは 1 本から " + StreamPlan.MOST_STREAMS
                                + " 本までですが、0 本あります。1 本以上にしてください。"));
    }

    private String refusal(CompletableFuture<?> order) {
        assertThat(order).failsWithin(Duration.ofSeconds(40));
        return model.texts().of(((OperatorException) order.exceptionNow()).coded());
    }
}
