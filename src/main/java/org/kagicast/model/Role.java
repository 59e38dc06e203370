package org.kagicast.model;

import java.util.Arrays;
import org.kagicast.model.message.ConfigurationMessage;

/// What a node does, as it stands in its identity (`spiffe://<domain>/<role>/<name>`).
public enum Role {
    KEY_SERVER("key-server"),
    KEY_MASTER("key-master"),
    KEY_SLAVE("key-slave"),
    CONTENT_SERVER(
            "content-server"),
    CLIENT(
            "client"),
    OPERATOR("operator");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /// The role as one path segment of a SPIFFE ID.
    public String text() {
        return text;
    }

    /// @throws OperatorException if no role is called so
    public static Role of(String text) {
        return Arrays.stream(values()).filter(role -> role.text.equals(text)).findFirst()
                .orElseThrow(() -> new OperatorException(ConfigurationMessage.NO_SUCH_ROLE.with(text)));
    }
}
