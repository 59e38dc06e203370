package org.kagicast.console.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kagicast.console.nodes.Domain;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Frame;
import org.kagicast.console.session.RemoteNodes.RemoteNode;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.Audience;
import org.kagicast.model.KeyId;
import org.kagicast.model.NodeSnapshot;

/// What can be gone to: the streams, clients and key servers in view, the domains and nodes that are held, and the keys
/// that have a name.
public final class GoEntries implements PaletteEntries {

    /// More keys than this are alike enough that more has to be typed.
    private static final int MOST_KEYS = 20;

    private final ConsoleModel model;
    private final Runnable showNodes;
    private final Consumer<KeyId> showKey;

    /// @param showNodes opens the list of nodes
    /// @param showKey shows a key in the key tables
    public GoEntries(ConsoleModel model, Runnable showNodes, Consumer<KeyId> showKey) {
        this.model = model;
        this.showNodes = showNodes;
        this.showKey = showKey;
    }

    @Override
    public List<Entry> entries(String wanted) {
        List<Entry> entries = new ArrayList<>();
        Frame frame = model.frame();
        frame.snapshot().ifPresent(snapshot -> parts(snapshot, frame.texts(), entries));
        places(frame.texts(), entries);
        if (wanted.chars().anyMatch(Character::isDigit)) {
            frame.seen().numbers().named(wanted, MOST_KEYS).forEach(key -> entries.add(Entry.of(
                    frame.texts().of("palette.key", frame.seen().numbers().name(key)), () -> showKey.accept(key))));
        }
        return entries;
    }

    private void parts(NodeSnapshot snapshot, Texts texts, List<Entry> entries) {
        Audience.streams(snapshot).forEach(stream -> entries.add(Entry.of(texts.of("palette.stream", stream.name()),
                () -> reveal(new Target.OfStream(stream.name())))));
        snapshot.clients().forEach(client -> entries.add(Entry.of(texts.of("palette.client", client.name()),
                () -> reveal(new Target.OfClient(client.name())))));
        snapshot.keyServers().forEach(server -> entries.add(Entry.of(texts.of("palette.keyServer", server.name()),
                () -> reveal(new Target.OfKeyServer(server.name())))));
    }

    private void places(Texts texts, List<Entry> entries) {
        List<RemoteNode> nodes = model.remotes().all();
        if (!nodes.isEmpty()) {
            entries.add(Entry.of(texts.of("palette.domain", texts.of("app.badge")), () -> model.view(Domain.lab())));
        }
        nodes.stream().map(RemoteNode::domain).flatMap(Optional::stream).distinct()
                .forEach(domain -> entries.add(Entry.of(texts.of("palette.domain", domain.name()),
                        () -> model.view(domain))));
        nodes.forEach(node -> entries.add(Entry.of(texts.of("palette.node", node.status().name()),
                () -> go(node))));
    }

    /// To what it shows on the Live screen, and to its line in the list where that is nothing.
    private void go(RemoteNode node) {
        node.domain().ifPresent(model::view);
        Stream.of(node.status()).flatMap(status -> model.frame().whole().anyPart(status).stream()).findFirst()
                .filter(part -> node.domain().isPresent()).ifPresentOrElse(this::reveal, showNodes);
    }

    private void reveal(Target target) {
        model.selection().reveal(target);
    }
}
