package org.kagicast.console.palette;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeSnapshot;

/// What can be ordered about each client, asked back where its menu asks back.
public final class MemberEntries implements PaletteEntries {

    private final ConsoleModel model;
    private final LanesViewModel lanes;
    private final Supplier<Node> beside;

    /// @param beside where a question is asked back
    public MemberEntries(ConsoleModel model, LanesViewModel lanes, Supplier<Node> beside) {
        this.model = model;
        this.lanes = lanes;
        this.beside = beside;
    }

    /// There are many of them, so none before something has been typed.
    @Override
    public List<Entry> entries(String wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        MemberActions actions = new MemberActions(model, model.texts());
        List<ClientSnapshot> clients = model.frame().snapshot().map(NodeSnapshot::clients).orElse(List.of());
        return clients.stream().flatMap(client -> actions
                .items(client.name(), lanes.streamsOf(client), beside.get()).stream()
                .map(item -> new Entry(item.getText(), "",
                        item.isDisable() ? model.texts().of("members.noAuthority") : "", item::fire)))
                .toList();
    }
}
