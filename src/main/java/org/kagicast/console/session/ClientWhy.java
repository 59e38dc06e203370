package org.kagicast.console.session;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;
import org.kagicast.model.ClientSnapshot;
import org.kagicast.model.ClientSnapshot.DecryptionKeyRow;
import org.kagicast.model.ClientSnapshot.KeyStatus;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.RefusalReason;

/// One sentence on why a client does not decrypt, in the language of the window. Nodes write such sentences in English;
/// for other languages the cause is told anew from what the snapshot says in codes.
public final class ClientWhy {

    private ClientWhy() {
    }

    /// Empty where all is well. A fault has words of its own only, which stay as they are.
    public static String sentence(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        Optional<String> own = client.why();
        if (own.isPresent()
                && (texts.language() == Language.ENGLISH || client.status() == ClientSnapshot.Status.FAILED)) {
            return own.get();
        }
        return switch (client.status()) {
            case DECRYPTING, FETCHING -> own.orElse("");
            case WAITING -> own.isPresent() ? texts.of("client.why.WAITING.group", groups(client)) : "";
            case NO_ACCESS -> refused(client, frame);
            case NO_INTERFACE -> texts.of("client.why.NO_INTERFACE.group", groups(client));
            case NO_KEY_SERVER, FORGED, TOO_OLD, FAILED -> texts.of("client.why", client.status());
        };
    }

    private static String refused(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        String key = client.keys().stream().filter(row -> row.status() == KeyStatus.REFUSED)
                .max(Comparator.comparing(DecryptionKeyRow::keyId))
                .map(row -> frame.seen().numbers().number(row.keyId())).orElse("");
        return reason(client).filter(reason -> !key.isEmpty())
                .map(reason -> switch (reason) {
                    case UNKNOWN -> texts.of("client.why.refused.UNKNOWN", key);
                    case NOT_GRANTED -> texts.of("client.why.refused.NOT_GRANTED", key);
                    case REVOKED -> texts.of("client.why.refused.REVOKED", key);
                    case SENDER_REVOKED -> texts.of("client.why.refused.SENDER_REVOKED", key);
                })
                .orElseGet(() -> texts.of("client.why", client.status()));
    }

    private static Optional<RefusalReason> reason(ClientSnapshot client) {
        return client.counters().refused().entrySet().stream().filter(refused -> refused.getValue() > 0)
                .max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static String groups(ClientSnapshot client) {
        return client.groups().stream().map(MulticastGroup::toString).collect(Collectors.joining(", "));
    }
}
