package org.kagicast.pki;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.model.message.FileMessage;

/// How long certificates last. It stands in the trust domain's folder, in the file `lifetimes`, each in seconds:
///
/// ```
/// nodes 2592000
/// operators 7776000
/// ```
/// @param nodes     of programs that run all the time and renew by themselves
/// @param operators of people, who come and go
public record Lifetimes(Duration nodes, Duration operators) {

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(400);

    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ofDays(30), Duration.ofDays(90));

    /// For so long after its end a certificate can still be renewed, and nothing else.
    public static final Duration GRACE = Duration.ofDays(14);

    /// A certificate begins so much before it is issued. Nobody here looks at that, but other tools may.
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    public static final Duration AUTHORITY = Duration.ofDays(3652);

    private static final Pattern TEXT = Pattern.compile("nodes ([0-9]{1,9})\noperators ([0-9]{1,9})\n");

    /// @throws OperatorException if one is shorter than an hour or longer than 400 days
    public Lifetimes {
        check(nodes);
        check(operators);
    }

    public Lifetimes withNodes(Duration lifetime) {
        return new Lifetimes(lifetime, operators);
    }

    /// As it stands in a trust domain's folder, or as usual if nothing stands there.
    ///
    /// @throws OperatorException if the file is damaged or open to other users
    public static Lifetimes read(Path domain) {
        Path file = file(domain);
        if (!Files.exists(file)) {
            return DEFAULT;
        }
        Matcher parts = TEXT
                .matcher(new String(PrivateFiles.read(FileMessage.LIFETIMES_FILE, file), StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new OperatorException(EnrolmentMessage.LIFETIMES_UNREADABLE.with(file));
        }
        return new Lifetimes(seconds(parts.group(1)), seconds(parts.group(2)));
    }

    public void write(Path domain) {
        PrivateFiles.store(file(domain),
                ("nodes " + nodes.toSeconds() + "\noperators " + operators.toSeconds() + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    public Duration of(Role role) {
        return role == Role.OPERATOR ? operators : nodes;
    }

    private static void check(Duration lifetime) {
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new OperatorException(EnrolmentMessage.LIFETIME_NOT_POSSIBLE.with());
        }
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static Path file(Path domain) {
        return domain.resolve("lifetimes");
    }
}
