package org.kagicast.console.members;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.MemberOrders;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Confirmation;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.NodeName;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;

/// Commands about one client, as menu items, and as buttons beside the sentence that says why it does not decrypt. One
/// language long.
public final class MemberActions {

    private final ConsoleModel model;
    private final MemberOrders orders;
    private final Texts texts;

    public MemberActions(ConsoleModel model, Texts texts) {
        this.model = model;
        this.orders = model.members();
        this.texts = texts;
    }

    /// All that can be ordered about a client.
    ///
    /// @param beside where a question is asked back
    /// @param streams those that it receives
    public List<MenuItem> items(NodeName client, List<StreamName> streams, Node beside) {
        List<MenuItem> items = new ArrayList<>();
        streams.forEach(stream -> items.add(item(texts.of("members.grant", client, stream),
                () -> orders.grant(client, stream))));
        streams.forEach(stream -> items.add(item(texts.of("members.ungrant", client, stream),
                () -> orders.ungrant(client, stream))));
        items.add(item(texts.of("members.revoke", client), () -> revoke(client, beside)));
        items.add(item(texts.of("members.reinstate", client), () -> orders.reinstate(client)));
        items.forEach(item -> item.setDisable(!orders.isPossible()));
        return items;
    }

    /// What cures a client's trouble, as far as an order can, and beside it what shuts the client out.
    ///
    /// @param streams those that it receives
    public List<Button> cures(ClientSnapshot client, List<StreamName> streams, Node beside) {
        List<Button> buttons = new ArrayList<>();
        if (isNotAuthentic(client)) {
            streams.stream().filter(stream -> isSigned(client, stream)).forEach(stream -> buttons
                    .add(button(texts.of("members.changeKey", stream),
                            () -> model.rekey(stream, new RekeyCommand.Now()))));
        }
        if (client.status() != ClientSnapshot.Status.NO_ACCESS || !orders.isPossible()) {
            return buttons;
        }
        NodeName name = client.name();
        if (isRefused(client, RefusalReason.REVOKED)) {
            buttons.add(button(texts.of("members.reinstate", name), () -> orders.reinstate(name)));
        } else if (isRefused(client, RefusalReason.NOT_GRANTED)) {
            streams.forEach(stream -> buttons
                    .add(button(texts.of("members.grant", name, stream), () -> orders.grant(name, stream))));
            buttons.add(button(texts.of("members.revoke", name), () -> revoke(name, beside)));
        }
        return buttons;
    }

    private boolean isNotAuthentic(ClientSnapshot client) {
        return client.status() == ClientSnapshot.Status.UNAUTHENTICATED
                || model.frame().seen().impostors().of(client.name()).isPresent();
    }

    private static boolean isSigned(ClientSnapshot client, StreamName stream) {
        return client.keys().stream().filter(row -> row.stream().equals(Optional.of(stream)))
                .anyMatch(row -> row.suite().filter(CipherSuite::signs).isPresent());
    }

    private void revoke(NodeName client, Node beside) {
        Confirmation.ask(beside, texts.of("members.revoke.title", client), orders.consequence(client),
                texts.of("members.revoke.act", client), () -> orders.revoke(client), texts);
    }

    private static boolean isRefused(ClientSnapshot client, RefusalReason reason) {
        return client.counters().refused().getOrDefault(reason, 0L) > 0;
    }

    private static MenuItem item(String text, Runnable order) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(chosen -> order.run());
        return item;
    }

    private static Button button(String text, Runnable order) {
        Button button = new Button(text);
        button.setMnemonicParsing(false);
        button.setOnAction(clicked -> order.run());
        return button;
    }
}
