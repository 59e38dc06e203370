package org.kagicast.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer.Dialled;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.contentserver.StreamSettings;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.keyserver.KeyAuthority;
import org.kagicast.lab.LabOptions;
import org.kagicast.lab.Scenario;
import org.kagicast.lab.TestGroups;
import org.kagicast.model.HostPort;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.multicast.Interfaces;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.ContentServerProgram;
import org.kagicast.node.program.ContentServerSettings;
import org.kagicast.node.program.DataFolder;
import org.kagicast.node.program.KekChoice;
import org.kagicast.node.program.KeyServerProgram;
import org.kagicast.node.program.KeyServerSettings;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.Program;
import org.kagicast.node.program.Surroundings;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.time.SystemTime;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@DisplayName("The console with programs behind mutual TLS")
class NetworkConsoleTest {

    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final int PATIENCE_SECONDS = 40;

    @TempDir
    Path folder;

    private final SystemTime time = new SystemTime();
    private final Surroundings around = new Surroundings(time, new SecureRandom(), InputStream.nullInputStream(),
            OutputStream.nullOutputStream(), Optional::empty);
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final MulticastGroup group = TestGroups.any();
    private final FxRobot robot = new FxRobot();
    private ConsoleModel model;
    private TrustDomain domain;
    private Program keyServer;
    private Program contentServer;
    private LabelRules rules = LabelRules.NONE;

    @Start
    void open(Stage stage) {
        model = new ConsoleModel(scenario -> {
            throw new OperatorException("No lab is needed here.");
        }, this::dial, Scenario.THIRD, Language.ENGLISH, time, ZoneOffset.UTC, Platform::runLater, background);
        stage.setScene(new ConsoleScene(model, Theme.LIGHT, Path.of("operator"), new FakeDesktop(Optional.empty()))
                .scene());
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @AfterEach
    void close() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Platform.runLater(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            model.end(ended::countDown);
        });
        assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        contentServer.close();
        keyServer.close();
        background.shutdown();
        time.close();
    }

    @Test
    @DisplayName("R23, R25 connects by the form, commands, shows a lost node as such with its age, and has it back by itself")
    void lostAndRegained() throws TimeoutException {
        runPrograms();
        connectByForm(keyServer.address());
        await(() -> text("#badge").equals("demo") && cards(".key-server-card") == 1);
        connectByForm(contentServer.address());
        await(() -> cards(".lane-head") == 1 && text("#connection").equals("all 2 nodes connected"));
        assertThat(text("#summary")).isEqualTo("1 key server, 1 content server, no client");
        assertThat(robot.lookup("#add").query().isVisible()).isFalse();
        await(() -> text(".lane-head .status").equals("● sending"));

        robot.interact(() -> robot.lookup("#leadTime").queryAs(Spinner.class).increment(55));
        robot.clickOn("#announce");
        await(() -> !robot.lookup("#switchNow").query().isDisabled());
        robot.clickOn("#switchNow");
        await(() -> !robot.lookup("#announce").query().isDisabled() && text(".lane-head .key-chip").equals("2"));

        HostPort address = contentServer.address();
        contentServer.close();
        await(() -> isSilent(".lane-head") && text(".lane-head .silence").matches("silent [1-9]\\d* s"));
        assertThat(text("#connection")).matches("no connection to studio \\(" + address + "\\) for \\d+ s");
        assertThat(isSilent(".key-server-card")).isFalse();
        await(() -> robot.lookup("#changeNow").query().isDisabled());
        assertThat(text("#outcome")).startsWith("Nothing can be ordered: no connection to studio (" + address);

        contentServer = contentServer(address);
        await(() -> !isSilent(".lane-head") && text("#connection").equals("all 2 nodes connected"));
        await(() -> text(".lane-head .key-chip").equals("3"));
        robot.clickOn("#changeNow");
        await(() -> text(".lane-head .key-chip").equals("4") && text("#noticeText").isEmpty());
    }

    @Test
    @DisplayName("R6, R25 shows the keys of each label, and commands one of them alone")
    void labels() throws TimeoutException {
        rules = LabelRules.parse(List.of("premium=prefix:4b4b", "basic=rest"));
        runPrograms();
        connectByForm(contentServer.address());
        await(() -> cards(".label-line") == 2);
        await(() -> label(0, ".key-chip").equals("1") && label(1, ".key-chip").equals("1"));
        assertThat(label(0, ".label-name")).isEqualTo("basic");
        assertThat(label(1, ".label-name")).isEqualTo("premium");

        robot.clickOn(robot.from(line(1)).lookup(".tile-menu").queryAs(Node.class));
        robot.clickOn("Change key now");

        await(() -> label(1, ".key-chip").equals("2"));
        assertThat(label(0, ".key-chip")).isEqualTo("1");
    }

    private Node line(int number) {
        return robot.lookup(".label-line").nth(number).query();
    }

    private String label(int number, String query) {
        return robot.from(line(number)).lookup(query).queryAs(Labeled.class).getText();
    }

    private void runPrograms() {
        domain = TrustDomain.init(folder.resolve("domain"), "demo", Optional.empty(), time, new SecureRandom());
        keyServer = KeyServerProgram.start(new KeyServerSettings(Role.KEY_SERVER, ANY_PORT,
                Optional.of(folder.resolve("domain")), folder.resolve("key-server"), new NodeName("ks"),
                List.of("127.0.0.1"), new DataFolder(folder.resolve("data")),
                new KekChoice.File(folder.resolve("kek")), "random", 1_000), around);
        domain = TrustDomain.open(folder.resolve("domain"), Optional::empty, time,
                new SecureRandom());
        domain.enrolHere(new Enrollee(Role.CONTENT_SERVER, new NodeName("studio"), List.of("127.0.0.1"), Set.of()),
                folder.resolve("studio"));
        ((KeyAuthority) keyServer.node().roles().getFirst()).own(new StreamName("news"), new NodeName("studio"));
        contentServer = contentServer(ANY_PORT);
    }

    private Program contentServer(HostPort listen) {
        NetworkInterface loopback = Interfaces.find(LabOptions.of(Scenario.FIRST).networkInterface());
        return ContentServerProgram.start(new ContentServerSettings(listen, folder.resolve("studio"),
                List.of(keyServer.address()), List.of(StreamSettings.of(new StreamName("news"), group,
                        loopback.getName(), Sources.parse("test-card"))
                        .withRekeying(RekeyPolicy.DEFAULT.withCryptoPeriod(Duration.ZERO)).withLabels(rules))),
                around);
    }

    private Dialled dial(Destination destination) {
        Membership operator = Membership.load(destination.identity(), Role.OPERATOR, around);
        return new Dialled(new Domain.Trust(operator.identity().trustDomain(), "ca"),
                new NodeClient(operator.network().connect(List.of(destination.address()),
                        EnumSet.complementOf(EnumSet.of(Role.OPERATOR)))));
    }

    private void connectByForm(HostPort address) throws TimeoutException {
        robot.push(KeyCode.CONTROL, KeyCode.K);
        await(() -> robot.lookup("#address").tryQuery().isPresent());
        robot.interact(() -> {
            robot.lookup("#identity").queryAs(TextInputControl.class).setText(domain.operatorFolder().toString());
            robot.lookup("#address").queryAs(TextInputControl.class).setText(address.toString());
        });
        robot.clickOn("#connect");
        await(() -> robot.lookup("#address").tryQuery().isEmpty());
    }

    private int cards(String query) {
        return robot.lookup(query).queryAll().size();
    }

    private boolean isSilent(String query) {
        return robot.lookup(query).query().getPseudoClassStates().contains(SILENT);
    }

    private String text(String query) {
        Node node = robot.lookup(query).query();
        String text = node instanceof Labeled labeled ? labeled.getText() : "";
        return node instanceof Labeled labeled && labeled.isMnemonicParsing() ? text.replace("_", "") : text;
    }

    private static void await(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(condition).get());
    }
}
