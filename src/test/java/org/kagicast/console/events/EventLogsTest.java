package org.kagicast.console.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeEvent.Severity;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

@DisplayName("The log of events")
class EventLogsTest {

    private static final StreamName NEWS = new StreamName("news");
    private static final StreamName HALL = new StreamName("lecture-hall");

    private final FakeScreens screens = new FakeScreens();
    private final EventLogs logs = new EventLogs(screens.model());

    @Test
    @DisplayName("R21, R25 tells the life of a key: announced, fetched by all, in use and what the change cost")
    void announced() {
        run();
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(4))));
        screens.turn(Duration.ofSeconds(8));
        assertThat(sentences()).containsSubsequence(
                "news goes to 239.1.1.2:5004 under key news 1.",
                "Announce the next key of news, 4 s ahead: key news 2.",
                "Key news 2 is announced; it takes over in 4 s.",
                "The one client has fetched key news 2.",
                "Key news 2 is in use: 1 of 1 clients had it, 0 packets late, 0 lost.");
        Event inUse = event("Key news 2 is in use");
        assertThat(inUse.who()).contains("content-2");
        assertThat(inUse.line().map(Object::toString)).contains("news");
        assertThat(inUse.key().map(EventKey::name)).contains("news 2");
        assertThat(inUse.severity()).isEqualTo(Severity.INFO);
        assertThat(event("Announce the next key").who()).isEmpty();
    }

    @Test
    @DisplayName("R25 tells a hold, that it is over, and a change that was cancelled")
    void heldAndCancelled() {
        run();
        screens.model().rekey(NEWS, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(20))));
        screens.turn(Duration.ofSeconds(1));
        screens.model().rekey(NEWS, new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        screens.turn(Duration.ofSeconds(1));
        screens.model().rekey(NEWS, new RekeyCommand.Cancel());
        screens.turn(Duration.ofSeconds(1));
        assertThat(sentences()).containsSubsequence("Hold the change of news: key news 2.",
                "The change to key news 2 is held.", "Cancel the change of news: key news 2.",
                "The change to key news 2 is cancelled.");
    }

    @Test
    @DisplayName("R25 counts the packets that waited for a key that was changed at once, some seconds long, in one line")
    void changedAtOnce() {
        run();
        screens.model().rekey(HALL, new RekeyCommand.Now());
        screens.turn(Duration.ofMillis(200));
        assertThat(sentences()).contains("Key lecture-hall 2 is in use, changed at once: 0 packets late, 0 lost.");
        screens.turn(Duration.ofSeconds(3));
        assertThat(sentences()).contains("Key lecture-hall 2 is in use, changed at once: 111 packets late, 0 lost.")
                .filteredOn(sentence -> sentence.startsWith("Key lecture-hall 2")).hasSize(1);
    }

    @Test
    @DisplayName("R11 finds a revocation ten minutes later: who ordered it, the key, the cause, who was locked out and when")
    void revoked() {
        screens.connect();
        screens.turn(Duration.ofSeconds(5));
        screens.model().members().revoke(new NodeName("client-2"));
        screens.turn(Duration.ofMinutes(10));
        assertThat(sentences(FakeScreens.DEMO)).containsSubsequence(
                "Revoke client-2: done, key lecture-hall 1 is compromised.",
                "One more key is compromised at key-server.",
                "client-2 is locked out of lecture-hall, 0.3 s after the order.");
        assertThat(sentences(FakeScreens.DEMO)).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("client-2: no access. key-server refused key "));
        Event trouble = logs.of(FakeScreens.DEMO).events().stream()
                .filter(event -> event.happening() == Happening.CLIENT_TROUBLE
                        && event.who().equals(Optional.of("client-2")))
                .findFirst().orElseThrow();
        assertThat(trouble.severity()).isEqualTo(Severity.WARNING);
        assertThat(trouble.line().map(Object::toString)).contains("lecture-hall");
        assertThat(trouble.key()).isPresent();
    }

    @Test
    @DisplayName("keeps what was ordered and refused, with the node's sentence")
    void refused() {
        run();
        screens.model().rekey(NEWS, new RekeyCommand.Cancel());
        Event refused = event("Cancel the change of news");
        assertThat(sentence(refused)).isEqualTo(
                "Cancel the change of news: refused. No change of news is announced: announce one first.");
        assertThat(refused.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    @DisplayName("R23 tells a node that is lost and is back, and not its parts one by one")
    void nodeLost() {
        screens.connect();
        screens.turn(Duration.ofSeconds(5));
        int before = sentences(FakeScreens.DEMO).size();
        screens.node(7402).cutOff("The node does not answer.");
        screens.turn(Duration.ofSeconds(30));
        screens.node(7402).reconnect();
        screens.turn(Duration.ofSeconds(2));
        List<String> since = sentences(FakeScreens.DEMO).subList(before, sentences(FakeScreens.DEMO).size());
        assertThat(since).filteredOn(sentence -> sentence.contains("screens")).containsExactly(
                "No connection to screens. The node does not answer.", "screens is connected again, after 30.1 s.");
        screens.model().remotes().forget(FakeScreens.destination(7402).address());
        assertThat(sentences(FakeScreens.DEMO)).last().isEqualTo("screens (10.0.0.4:7402) is no longer looked at.");
    }

    @Test
    @DisplayName("tells a problem once while only numbers change in it, and that it is over")
    void problems() {
        run();
        screens.lab().trouble(Optional.of("The disk has 9 MB left: make room."));
        screens.turn(Duration.ofSeconds(1));
        screens.lab().trouble(Optional.of("The disk has 7 MB left: make room."));
        screens.turn(Duration.ofSeconds(1));
        screens.lab().trouble(Optional.empty());
        screens.lab().trouble("news", Optional.of("Its source does not answer."));
        screens.turn(Duration.ofSeconds(1));
        assertThat(sentences()).endsWith("key-server: The disk has 9 MB left: make room.",
                "key-server: that problem is over.", "news has failed. Its source does not answer.");
        assertThat(logs.of(Domain.lab()).events().getLast().severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    @DisplayName("counts a flood of notices in one line, and says how many different ones there was no room for")
    void flood() {
        run();
        int before = sentences().size();
        for (int packet = 0; packet < 50_000; packet++) {
            screens.lab().say(Severity.WARNING, "client-1", packet + " forged packets: somebody else may be sending.");
        }
        screens.turn(Duration.ofSeconds(1));
        assertThat(sentences().subList(before, sentences().size())).singleElement().asString().startsWith(
                "49999 forged packets: somebody else may be sending. (50,000 times, last at ");
        for (char one = 'a'; one <= 'z'; one++) {
            for (char two = 'a'; two <= 'z'; two++) {
                screens.lab().say(Severity.ERROR, "client-2", "fault " + one + two);
            }
        }
        screens.turn(Duration.ofSeconds(1));
        assertThat(sentences()).hasSizeLessThan(before + 20);
        assertThat(sentences()).anySatisfy(
                sentence -> assertThat(sentence).startsWith("More warnings, not told one by one. ("));
    }

    @Test
    @DisplayName("does not tell twice what a node notices and its snapshot shows")
    void noticeOfTheSame() {
        run();
        String why = "The disk is full: make room.";
        screens.lab().trouble(Optional.of(why));
        screens.turn(Duration.ofMillis(200));
        screens.lab().say(Severity.ERROR, "key-server", why);
        screens.turn(Duration.ofSeconds(1));
        screens.lab().say(Severity.ERROR, "content-2", "Its source does not answer.");
        screens.turn(Duration.ofMillis(60));
        screens.lab().trouble("news", Optional.of("Its source does not answer."));
        screens.turn(Duration.ofSeconds(1));
        assertThat(sentences()).filteredOn(sentence -> sentence.contains("disk is full")).hasSize(1);
        assertThat(sentences()).filteredOn(sentence -> sentence.contains("source does not answer"))
                .containsExactly("news has failed. Its source does not answer.");
    }

    @Test
    @DisplayName("speaks another language at once, also of what it told before")
    void otherLanguage() {
        run();
        screens.model().rekey(NEWS, new RekeyCommand.Now());
        screens.turn(Duration.ofSeconds(3));
        screens.model().speak(Language.JAPANESE);
        assertThat(sentences()).contains("ラボが動いています: 教室。", "news を 239.1.1.2:5004 に鍵 news 1 で送信しています。",
                "news の鍵を即時変更: 鍵 news 2。");
        assertThat(sentences()).anySatisfy(sentence -> assertThat(sentence).startsWith("eavesdropper: "));
    }

    @Test
    @DisplayName("outlives its lab, and calls a key of the next lab by that lab's number")
    void nextLab() {
        run();
        screens.model().session().stop();
        screens.run(Scenario.THIRD);
        screens.turn(Duration.ofSeconds(2));
        assertThat(sentences()).containsSubsequence("The lab runs: Classroom.", "The lab has stopped.",
                "The lab runs: Announced changes.", "lecture-hall goes to 239.1.1.1:5004 under key lecture-hall 1.");
    }

    @Test
    @DisplayName("keeps half an hour, and no more events than it may")
    void bounded() {
        run();
        EventLog log = logs.of(Domain.lab());
        for (int i = 0; i < 3 * EventLog.MOST; i++) {
            log.add(EventDraft.of(Happening.CLIENT_JOINED, screens.model().time().now(), new Part.Name("c" + i)),
                    screens.model().time().now());
        }
        assertThat(log.events()).hasSize(EventLog.MOST);
        screens.turn(EventLog.KEPT.plusMinutes(1));
        assertThat(log.events()).allSatisfy(event -> assertThat(event.age(screens.model().time().now()))
                .isLessThanOrEqualTo(EventLog.KEPT.plusSeconds(30)));
    }

    private void run() {
        screens.run(Scenario.CLASSROOM);
        screens.turn(Duration.ofSeconds(5));
    }

    private Event event(String beginning) {
        return logs.of(Domain.lab()).events().stream().filter(event -> sentence(event).startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private List<String> sentences() {
        return sentences(Domain.lab());
    }

    private List<String> sentences(Domain domain) {
        return logs.of(domain).events().stream().map(this::sentence).toList();
    }

    private String sentence(Event event) {
        return new EventWords(screens.model().texts()).sentence(event);
    }
}
