package org.kagicast.console.connect;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.kagicast.console.nodes.Destination;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.RemoteNodes.RemoteNode;
import org.kagicast.console.text.Texts;
import org.kagicast.model.HostPort;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConfigurationMessage;

/// The list of domains and nodes, and the form that connects to one more (R23). On the console's thread only.
public final class NodesViewModel {

    private final ConsoleModel model;
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty identity;
    private final BooleanProperty open = new SimpleBooleanProperty(false);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper sentence = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private Optional<Runnable> giveUp = Optional.empty();

    /// @param usualIdentity folder of the operator's identity, unless the person names another
    public NodesViewModel(ConsoleModel model, Path usualIdentity) {
        this.model = model;
        this.identity = new SimpleStringProperty(usualIdentity.toString());
        open.addListener((isOpen, before, now) -> show(model.frame()));
        model.show(this::show);
    }

    /// The address of the node to connect to, as it is typed.
    public StringProperty addressProperty() {
        return address;
    }

    /// The folder of the operator's identity, as it is typed.
    public StringProperty identityProperty() {
        return identity;
    }

    /// Opens list and form, or closes them.
    public void toggle() {
        if (open.get()) {
            open.set(false);
        } else {
            ask();
        }
    }

    /// Whether the list and the form are to be seen.
    public BooleanProperty openProperty() {
        return open;
    }

    /// Whether an attempt to connect is going on.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Why there is no connection; empty while there is nothing to tell.
    public ReadOnlyStringProperty sentenceProperty() {
        return sentence.getReadOnlyProperty();
    }

    /// Kept up to date while it is seen.
    public ReadOnlyObjectProperty<List<Line>> linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /// Brings list and form into view.
    public void ask() {
        sentence.set("");
        open.set(true);
    }

    /// Connects to the node that the form names; the node's domain comes into view as soon as it has answered.
    public void connect() {
        if (busy.get()) {
            return;
        }
        sentence.set("");
        try {
            Destination destination = destination();
            busy.set(true);
            Runnable attempt = model.remotes().connect(destination, this::connected, this::refused);
            giveUp = Optional.of(attempt).filter(going -> busy.get());
        } catch (OperatorException wrong) {
            sentence.set(model.texts().of(wrong.coded()));
        }
    }

    /// Fills the form for a node, shows it, and connects.
    public void connect(Destination node) {
        cancel();
        address.set(node.address().toString());
        identity.set(node.identity().toString());
        ask();
        connect();
    }

    /// Gives the attempt up.
    public void cancel() {
        giveUp.ifPresent(Runnable::run);
        over();
    }

    void view(Domain domain) {
        model.view(domain);
    }

    /// Lets go of a node, which runs on.
    public void forget(HostPort node) {
        model.remotes().forget(node);
        show(model.frame());
    }

    private Destination destination() {
        Texts texts = model.texts();
        HostPort node = HostPort.parse(ConfigurationMessage.ADDRESS, address.get().strip());
        if (model.remotes().holds(node)) {
            String name = model.remotes().all().stream().filter(known -> known.destination().address().equals(node))
                    .map(known -> known.status().name()).findFirst().orElseGet(node::toString);
            throw new OperatorException(texts.of("nodes.known", name));
        }
        try {
            return new Destination(node, Path.of(identity.get().strip()).toAbsolutePath());
        } catch (InvalidPathException noPath) {
            throw new OperatorException(texts.of("nodes.noFolder", identity.get()), noPath);
        }
    }

    private void connected(Domain domain) {
        over();
        address.set("");
        open.set(false);
        model.view(domain);
    }

    private void refused(CodedMessage why) {
        over();
        sentence.set(model.texts().of(why));
    }

    private void over() {
        giveUp = Optional.empty();
        busy.set(false);
    }

    private void show(Frame frame) {
        if (open.get()) {
            List<Line> next = list(frame);
            if (!next.equals(lines.get())) {
                lines.set(next);
            }
        }
    }

    private List<Line> list(Frame frame) {
        Texts texts = frame.texts();
        List<RemoteNode> nodes = model.remotes().all();
        List<Line> next = new ArrayList<>();
        next.add(new Line.OfDomain(Domain.lab(), texts.of("app.badge"),
                texts.of("nodes.lab", texts.of("scenario", model.session().scenarioProperty().get()),
                        texts.of("nodes.lab", model.session().stateProperty().get())),
                frame.domain().isLab()));
        nodes.stream().map(RemoteNode::domain).flatMap(Optional::stream).distinct().forEach(domain -> {
            List<RemoteNode> own = nodes.stream().filter(node -> node.domain().equals(Optional.of(domain))).toList();
            next.add(new Line.OfDomain(domain, domain.name(), texts.of("nodes.count", own.size()),
                    domain.equals(frame.domain())));
            own.forEach(node -> next.add(line(node, frame)));
        });
        nodes.stream().filter(node -> node.domain().isEmpty()).forEach(node -> next.add(line(node, frame)));
        return List.copyOf(next);
    }

    private static Line line(RemoteNode node, Frame frame) {
        NodeStatus status = node.status();
        boolean isTroubled = status.isHeard() && !status.problems().isEmpty();
        String connected = isTroubled ? "nodes.trouble" : "nodes.connected";
        return new Line.OfNode(node.destination().address(),
                status.snapshot().map(NodeSnapshot::node).map(Object::toString).orElse(""),
                frame.silence(status).map(silence -> silence.brief()).orElseGet(() -> frame.texts()
                        .of(status.isHeard() ? connected : "nodes.calling")),
                status.reason().map(frame.texts()::of).orElseGet(() -> explained(status, frame.texts())),
                status.isSilent() || isTroubled);
    }

    /// What is wrong with a node that is heard, and until when its certificate lasts.
    private static String explained(NodeStatus status, Texts texts) {
        Stream<String> end = status.snapshot().flatMap(NodeSnapshot::certificateEnds).stream()
                .map(at -> texts.of("nodes.certificate", texts.minute(at)));
        return Stream.concat(status.problems().stream().map(texts::of), end).collect(Collectors.joining("\n"));
    }
}
