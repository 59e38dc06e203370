package org.kagicast.console.session;

import org.kagicast.console.text.Texts;
import org.kagicast.model.ClientSnapshot;

/// Why a client does not decrypt, in the language of the window.
public final class ClientWhy {

    private ClientWhy() {
    }

    /// What the client says, or else what its status means; empty where all is well.
    public static String sentence(ClientSnapshot client, Frame frame) {
        Texts texts = frame.texts();
        return client.why().map(texts::of).orElseGet(() -> switch (client.status()) {
            case DECRYPTING, FETCHING, WAITING -> "";
            case NO_ACCESS, NO_KEY_SERVER, FORGED, UNAUTHENTICATED, TOO_OLD, NO_INTERFACE, FAILED ->
                texts.of("client.why", client.status());
        });
    }
}
