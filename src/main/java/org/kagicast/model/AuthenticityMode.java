package org.kagicast.model;

import java.util.Arrays;
import org.kagicast.model.message.ConfigurationMessage;

/// What a client asks of packets before it believes that the content server sent them (R29).
public enum AuthenticityMode {
    /// Nothing is believed but what is signed; a stream that does not sign its packets is refused.
    REQUIRED("required"),
    /// As the former for streams that sign their packets, and nothing for others.
    WHERE_SIGNED("where-signed"),
    /// Everything is delivered at once, and counted when it turns out who sent it. Announcements and key ends have to be
    /// signed.
    MARKED("marked"),
    /// Nothing.
    OFF("off");

    private final String text;

    AuthenticityMode(String text) {
        this.text = text;
    }

    /// The mode as options and tables write it.
    public String text() {
        return text;
    }

    /// @throws OperatorException if no mode is called so
    public static AuthenticityMode of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text.equals(text)).findFirst()
                .orElseThrow(() -> new OperatorException(ConfigurationMessage.NO_SUCH_AUTHENTICITY.with(text,
                        String.join(", ", Arrays.stream(values()).map(AuthenticityMode::text).toList()))));
    }
}
