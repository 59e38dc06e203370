package org.kagicast.console.keytables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.EmptyState;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.Target;
import org.kagicast.console.settings.Preferences;
import org.kagicast.console.text.Csv;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ContentServerSnapshot.EncryptionKeyRow;
import org.kagicast.model.KeyServerSnapshot.KeyRow;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// What the Key tables screen shows and does (R24). Follows the snapshots only while it is seen. On the console's
/// thread only.
public final class KeyTablesViewModel {

    private final ConsoleModel model;
    private final KeyTableViewModel<KeyRow> keyServers;
    private final KeyTableViewModel<EncryptionKeyRow> contentServers;
    private final KeyTableViewModel<DecryptionKeyRow> clients;
    private final StringProperty filter = new SimpleStringProperty("");
    private final BooleanProperty seen = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<EmptyState> empty = new ReadOnlyObjectWrapper<>(EmptyState.NONE);
    private final ReadOnlyObjectWrapper<Optional<SelectedRow>> current = new ReadOnlyObjectWrapper<>(Optional.empty());

    public KeyTablesViewModel(ConsoleModel model) {
        this.model = model;
        this.keyServers = new KeyTableViewModel<>(TableKinds.keyServers(), model);
        this.contentServers = new KeyTableViewModel<>(TableKinds.contentServers(), model);
        this.clients = new KeyTableViewModel<>(TableKinds.clients(), model);
        filter.addListener((text, before, now) -> tables().forEach(table -> table.filter(now)));
        seen.addListener((isSeen, before, now) -> {
            model.wantKeys(now);
            show(model.frame());
        });
        model.show(this::show);
    }

    public KeyTableViewModel<KeyRow> keyServers() {
        return keyServers;
    }

    public KeyTableViewModel<EncryptionKeyRow> contentServers() {
        return contentServers;
    }

    public KeyTableViewModel<DecryptionKeyRow> clients() {
        return clients;
    }

    /// Words that a row must contain, in all tables.
    public StringProperty filterProperty() {
        return filter;
    }

    /// Whether the screen is in front.
    public BooleanProperty seenProperty() {
        return seen;
    }

    /// The row that commands are about; its key is marked in every table. Empty until one is selected.
    ReadOnlyObjectProperty<Optional<SelectedRow>> currentProperty() {
        return current.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<EmptyState> emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /// What the screen remembers from one start to the next.
    Preferences preferences() {
        return model.preferences();
    }

    void select(SelectedRow row) {
        if (!current.get().equals(Optional.of(row))) {
            current.set(Optional.of(row));
        }
    }

    void jump(Target target) {
        model.selection().reveal(target);
    }

    void rekey(StreamName stream, RekeyCommand command) {
        model.rekey(stream, command);
    }

    /// Writes rows to a CSV file (RFC 4180); a failure becomes a notice.
    ///
    /// @param header of the columns
    void export(Path file, List<String> header, List<List<String>> lines) {
        List<List<String>> all = new ArrayList<>(lines);
        all.addFirst(header);
        String refusal = model.texts().of("file.unwritten", file);
        model.inBackground(() -> {
            try {
                Files.writeString(file, Csv.of(all));
            } catch (IOException e) {
                throw new OperatorException(refusal, e);
            }
        });
    }

    private List<KeyTableViewModel<?>> tables() {
        return List.of(keyServers, contentServers, clients);
    }

    private void show(Frame frame) {
        empty.set(EmptyState.of(model.showingProperty().get(), frame));
        if (frame.snapshot().isEmpty()) {
            current.set(Optional.empty());
        }
        if (seen.get()) {
            tables().forEach(table -> table.show(frame));
        }
    }
}
