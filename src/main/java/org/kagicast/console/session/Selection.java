package org.kagicast.console.session;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.settings.Setting;
import org.kagicast.console.settings.Settings;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.StreamName;
import org.kagicast.model.StreamSnapshot;

/// What all screens agree on: the stream that the key buttons are about, and what was last asked to be shown.
/// On the console's thread only.
public final class Selection {

    private final ReadOnlyObjectWrapper<Optional<StreamName>> stream = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Target>> revealed = new ReadOnlyObjectWrapper<>(Optional.empty());

    private final Preferences preferences;
    private Domain domain = Domain.lab();

    /// @param preferences remember the selected stream of each domain
    Selection(Preferences preferences) {
        this.preferences = preferences;
    }

    /// Empty only while there is no stream.
    public ReadOnlyObjectProperty<Optional<StreamName>> streamProperty() {
        return stream.getReadOnlyProperty();
    }

    /// What a link or a jump points at; the Live screen brings it into view.
    public ReadOnlyObjectProperty<Optional<Target>> revealedProperty() {
        return revealed.getReadOnlyProperty();
    }

    public void select(StreamName name) {
        stream.set(Optional.of(name));
        preferences.set(remembered(), name.value());
    }

    /// Points at something, anew even if it was pointed at before.
    public void reveal(Target target) {
        revealed.set(Optional.empty());
        if (target instanceof Target.OfStream of) {
            select(of.name());
        }
        revealed.set(Optional.of(target));
    }

    /// Keeps the selection as long as its stream is there, and otherwise takes the one that was selected last in this
    /// domain, or else the first.
    void follow(Frame frame) {
        boolean isOther = !domain.equals(frame.domain());
        domain = frame.domain();
        List<StreamName> names = frame.snapshot().map(Audience::streams).orElse(List.of()).stream()
                .map(StreamSnapshot::name).toList();
        if (isOther || stream.get().filter(names::contains).isEmpty()) {
            String last = preferences.get(remembered());
            stream.set(names.stream().filter(name -> name.value().equals(last)).findFirst()
                    .or(() -> names.stream().findFirst()));
        }
    }

    private Setting<String> remembered() {
        return Settings.STREAM.of(domain instanceof Domain.Trust trust ? trust.name() : "");
    }
}
