package org.kagicast.model.message;

import java.util.List;

/// What is wrong with a file that is read or written: keys, certificates, and what else lies in a private folder.
public enum FileMessage implements MessageCode {
    SINK_UNWRITABLE("file"),
    KEY_NOT_REPLACED("file"),
    KEY_FILE,
    CERTIFICATE_FILE,
    LIFETIMES_FILE,
    PASSPHRASE_FILE,
    TOKEN_FILE,
    OPEN_TO_OTHERS("kind", "file"),
    TOO_LONG("kind", "file"),
    NO_PERMISSIONS("path"),
    DISK_FULL("file"),
    UNWRITABLE("file", "reason"),
    UNREADABLE("kind", "file", "reason"),
    MISSING,
    EXISTS,
    ACCESS_DENIED,
    SEALED("file"),
    NO_KEY("file"),
    NO_CERTIFICATE("file"),
    NO_PEM("kind", "file");

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final List<String> parameters;

    FileMessage(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public String area() {
        return "file";
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }
}
