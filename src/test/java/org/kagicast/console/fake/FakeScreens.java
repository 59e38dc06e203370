package org.kagicast.console.fake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeDialer.Dialled;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.time.ManualTime;

/// A console model with a lab and with nodes that pretend, everything on one thread and by a clock that the test turns.
public final class FakeScreens {

    public static final Domain.Trust DEMO = new Domain.Trust("demo", "00");

    private final ManualTime time = new ManualTime();
    private final List<FakeLab> labs = new ArrayList<>();
    private final Map<HostPort, FakeNode> nodes = new HashMap<>();
    private Optional<String> operator = Optional.empty();
    private final ConsoleModel model;
    private boolean isDelayed;

    public FakeScreens() {
        this(new Preferences());
    }

    /// @param preferences what screens remember
    public FakeScreens(Preferences preferences) {
        this.model = new ConsoleModel(this::start, this::dial, Scenario.THIRD, Language.ENGLISH, time, ZoneOffset.UTC,
                Runnable::run, Runnable::run, preferences);
    }

    /// Labs that are started from now on run, and tell nothing.
    public void delayFrames() {
        isDelayed = true;
    }

    /// The lab that tells nothing begins to.
    public void tellFrames() {
        isDelayed = false;
        lab().hush(false);
    }

    public ManualTime time() {
        return time;
    }

    public ConsoleModel model() {
        return model;
    }

    /// The lab that was started last.
    public FakeLab lab() {
        return labs.getLast();
    }

    public FakeScreens run(Scenario scenario) {
        model.session().start(scenario);
        return this;
    }

    /// Opens a key server, a content server's node with two streams, and the clients' node, on ports 7400 to 7402, and
    /// brings them into view.
    public FakeScreens connect() {
        FakeLab roles = new FakeLab(time, Runnable::run, Scenario.CLASSROOM);
        place(7400, new FakeNode("key-1", roles, Role.KEY_SERVER));
        place(7401, new FakeNode("studio", roles, Role.CONTENT_SERVER));
        place(7402, new FakeNode("screens", roles, Role.CLIENT));
        List.of(7400, 7401, 7402).forEach(port -> model.remotes().open(destination(port), model::view));
        return this;
    }

    /// Puts a node where it can be connected to.
    public void place(int port, FakeNode node) {
        nodes.put(destination(port).address(), node);
    }

    /// The roles that a node shows, and the nodes beside it.
    public FakeLab lab(int port) {
        return node(port).roles();
    }

    public FakeNode node(int port) {
        return nodes.get(destination(port).address());
    }

    /// What is wrong with the operator's own certificate.
    public void operator(String wrong) {
        operator = Optional.of(wrong);
    }

    public static Destination destination(int port) {
        return new Destination(new HostPort("10.0.0.4", port), Path.of("/operator"));
    }

    public void turn(Duration by) {
        time.turn(by);
    }

    public Optional<String> notice() {
        return model.notices().latestProperty().get().map(Object::toString);
    }

    private FakeLab start(Scenario scenario) {
        labs.add(new FakeLab(time, Runnable::run, scenario));
        lab().hush(isDelayed);
        return labs.getLast();
    }

    private Dialled dial(Destination destination) {
        FakeNode node = nodes.get(destination.address());
        if (node == null) {
            throw new OperatorException("There is no identity in " + destination.identity() + ": enrol first.");
        }
        return new Dialled(DEMO, node, () -> operator.map(CodedMessage::plain));
    }
}
