package org.kagicast.console.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.connect.NodesViewModel;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.RemoteNodes.RemoteNode;
import org.kagicast.console.session.ViewState;
import org.kagicast.lab.Scenario;

/// The start centre: what can be begun while the window is empty. On the console's thread only.
public final class StartViewModel {

    /// So many fit beside the rest in the smallest window.
    static final int MOST_PLACES = 4;

    private final ConsoleModel model;
    private final NodesViewModel nodes;
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<List<FormerPlace>> places = new ReadOnlyObjectWrapper<>(List.of());

    /// @param nodes the form that connects to a node
    public StartViewModel(ConsoleModel model, NodesViewModel nodes) {
        this.model = model;
        this.nodes = nodes;
        model.show(frame -> show());
        model.remotes().onChange(this::show);
    }

    /// Whether there is neither a lab nor a domain to show.
    public ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// What was connected to before: domains that are held first, at most 4.
    public ReadOnlyObjectProperty<List<FormerPlace>> placesProperty() {
        return places.getReadOnlyProperty();
    }

    /// The one that ran last, or that a beginner begins with.
    Scenario usual() {
        return model.session().scenarioProperty().get();
    }

    public void start(Scenario scenario) {
        model.session().start(scenario);
    }

    /// Opens the form that connects to a node.
    public void askToConnect() {
        nodes.ask();
    }

    /// Brings a place into view; one that is not connected to is connected to by the form, which says how that goes.
    public void go(FormerPlace place) {
        switch (place) {
            case FormerPlace.OfDomain of -> model.view(of.domain());
            case FormerPlace.OfNode of -> nodes.connect(of.destination());
        }
    }

    private void show() {
        places.set(known());
        shown.set(model.showingProperty().get() == ViewState.NOTHING);
    }

    private List<FormerPlace> known() {
        List<RemoteNode> held = model.remotes().all();
        List<FormerPlace> all = new ArrayList<>();
        held.stream().map(RemoteNode::domain).flatMap(Optional::stream).distinct()
                .forEach(domain -> all.add(new FormerPlace.OfDomain(domain, count(held, domain))));
        Stream.concat(held.stream().filter(node -> node.domain().isEmpty()).map(RemoteNode::destination),
                model.remotes().unopened().stream()).map(FormerPlace.OfNode::new).forEach(all::add);
        return all.stream().limit(MOST_PLACES).toList();
    }

    private static int count(List<RemoteNode> held, Domain.Trust domain) {
        return (int) held.stream().filter(node -> node.domain().equals(Optional.of(domain))).count();
    }
}
