package org.kagicast.console.fake;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import org.kagicast.lab.Scenario;
import org.kagicast.model.Caution;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// Situations that the Live screen has to show well, each made with roles that pretend: what goes before, and what then
/// happens.
public enum LiveScene {

    /// Two streams and five clients at rest, one of them refused.
    REST(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(24));
    }, screens -> screens.turn(Duration.ofSeconds(1))),
    /// Something of each kind has been ordered.
    EVENTFUL(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(20));
    }, screens -> {
        StreamName news = new StreamName("news");
        screens.model().rekey(news, announce(30));
        screens.turn(Duration.ofSeconds(1));
        screens.model().rekey(news, new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        screens.turn(Duration.ofSeconds(1));
        screens.model().rekey(news, new RekeyCommand.Cancel());
        screens.model().rekey(news, new RekeyCommand.Cancel());
        screens.model().members().grant(new NodeName("eavesdropper"), news);
        screens.turn(Duration.ofSeconds(1));
        screens.model().members().ungrant(new NodeName("eavesdropper"), news);
        screens.model().notices().dismiss();
        screens.turn(Duration.ofSeconds(96));
    }),
    /// A change is announced, and some clients have its key.
    ANNOUNCED(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(40));
    }, screens -> {
        screens.lab().rekey(new KeyLine(new StreamName("lecture-hall")), announce(12));
        screens.turn(Duration.ofMillis(3_200));
    }),
    /// A change has taken place without announcement a moment ago.
    CHANGED(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(30));
    }, screens -> {
        screens.lab().rekey(new KeyLine(new StreamName("lecture-hall")), new RekeyCommand.Now());
        screens.turn(Duration.ofMillis(250));
    }),
    /// Streams that sign, an impostor whose packets are not taken, and a stream whose manifests do not arrive.
    IMPOSTOR(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(3));
    }, screens -> {
        screens.lab().setSigning(true);
        screens.lab().setImpostor(true);
        screens.lab().withholdManifests(new StreamName("news"), true);
        screens.turn(Duration.ofSeconds(4));
    }),
    /// A key that should have been changed long ago, and a change that is held.
    OVERDUE(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(30));
        screens.lab().neglect(new StreamName("news"));
        screens.turn(Duration.ofSeconds(26));
    }, screens -> {
        screens.lab().rekey(new KeyLine(new StreamName("lecture-hall")), new RekeyCommand.Hold(Optional.of(0.9),
                Optional.of(Duration.ofSeconds(600))));
        screens.turn(Duration.ofSeconds(20));
    }),
    /// A stream with a key for each of two labels.
    LABELS(screens -> {
        screens.run(Scenario.CLASSROOM);
        screens.lab().label(new StreamName("lecture-hall"), "basic", "premium");
        screens.turn(Duration.ofSeconds(50));
    }, screens -> {
        screens.lab().rekey(new KeyLine(new StreamName("lecture-hall")), announce(5));
        screens.turn(Duration.ofSeconds(3));
    }),
    EIGHT(screens -> many(screens, 8), LiveScene::oneChanges),
    TWENTY(screens -> many(screens, 20), LiveScene::oneChanges),
    /// A stream with two hundred clients, opened, some of them refused.
    CROWD(screens -> {
        screens.run(Scenario.CLASSROOM);
        for (int client = 0; client < 195; client++) {
            if (client % 40 == 7) {
                screens.lab().addEavesdropper(new StreamName("lecture-hall"));
            } else {
                screens.lab().addClient(new StreamName("lecture-hall"));
            }
        }
        screens.turn(Duration.ofSeconds(19));
    }, screens -> screens.turn(Duration.ofSeconds(1))),
    /// Nodes on other machines.
    REMOTE(screens -> {
        screens.connect();
        screens.turn(Duration.ofSeconds(39));
    }, screens -> screens.turn(Duration.ofSeconds(1))),
    /// A content server's node is lost while a change was announced.
    LOST(screens -> {
        screens.connect();
        screens.turn(Duration.ofSeconds(40));
    }, screens -> {
        screens.node(7401).rekey(new KeyLine(new StreamName("lecture-hall")), announce(6));
        screens.turn(Duration.ofSeconds(3));
        screens.node(7401).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(15));
    }),
    /// A client has been revoked, and the key that it knew is compromised.
    REVOKED(screens -> {
        screens.connect();
        screens.turn(Duration.ofSeconds(30));
    }, screens -> {
        screens.lab(7400).revoke(Member.client(new NodeName("client-2")), Caution.REFUSE_MISTAKES);
        screens.turn(Duration.ofSeconds(6));
    });

    private final Consumer<FakeScreens> before;
    private final Consumer<FakeScreens> happens;

    LiveScene(Consumer<FakeScreens> before, Consumer<FakeScreens> happens) {
        this.before = before;
        this.happens = happens;
    }

    public FakeScreens make() {
        return make(new FakeScreens());
    }

    public FakeScreens make(FakeScreens screens) {
        begin(screens);
        happen(screens);
        return screens;
    }

    /// What goes before, and need not be looked at.
    public void begin(FakeScreens screens) {
        before.accept(screens);
    }

    /// What a window shall show as it happens.
    public void happen(FakeScreens screens) {
        happens.accept(screens);
    }

    private static RekeyCommand announce(int seconds) {
        return new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(seconds)));
    }

    private static void many(FakeScreens screens, int streams) {
        screens.run(Scenario.CLASSROOM);
        for (int stream = 2; stream < streams; stream++) {
            screens.lab().addContentServer();
            screens.turn(Duration.ofMillis(700));
        }
        screens.turn(Duration.ofSeconds(20));
    }

    private static void oneChanges(FakeScreens screens) {
        screens.lab().rekey(new KeyLine(new StreamName("stream-3")), announce(5));
        screens.turn(Duration.ofSeconds(2));
    }
}
