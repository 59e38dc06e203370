package org.kagicast.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.kagicast.audit.AuditArchive;
import org.kagicast.audit.AuditPin;
import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerification.Intact;
import org.kagicast.audit.AuditVerifier;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.node.NodeClient;
import org.kagicast.time.SystemTime;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kagicast audit`: checks an audit log, and moves its older parts elsewhere.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Checks an audit log, and moves its older parts elsewhere.")
final class AuditCommand {

    @Spec
    private CommandSpec spec;

    /// Which log.
    static final class Log {

        @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "The audit log, such as audit.jsonl in a key server's data folder, and folders that parts of it were archived in; or such folders alone.")
        private List<Path> places = List.of();

        @Option(names = "--node", paramLabel = "HOST:PORT", description = "A key server, key master, key slave or content server, which checks its own.")
        private Optional<HostPort> node = Optional.empty();
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Finds out whether an entry of an audit log was edited, removed or cut off.",
            "Keep the head that it prints on another machine, and give it with --pin the next time: then it also finds out "
                    + "whether an older log was put back, or another one was made up."})
    int verify(@ArgGroup(multiplicity = "1") Log log,
            @Option(names = "--pin", paramLabel = "SEQUENCE:HASH", description = "A head that was printed earlier, which the log must still hold.") Optional<AuditPin> pin,
            @Option(names = "--identity", paramLabel = "DIR", description = "Folder of the operator's identity (default: ~/.config/kagicast/operator, where 'domain init' puts it).") Optional<Path> identity,
            @Option(names = "--json", description = "Print JSON on standard output and nothing else.") boolean json) {
        Intact intact = log.node.map(node -> ofNode(node, identity, pin))
                .orElseGet(() -> ofFiles(log.places, pin));
        spec.commandLine().getOut().println(json ? json(intact) : text(intact));
        return 0;
    }

    @Command(name = "archive", mixinStandardHelpOptions = true, description = {
            "Moves the closed parts of an audit log to another folder, where 'audit verify' checks them alone or with the rest.",
            "The program that writes the log may run meanwhile. Nothing is moved unless the log verifies."})
    int archive(
            @Parameters(paramLabel = "FILE", description = "The audit log, such as audit.jsonl in a key server's data folder.") Path log,
            @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where to; made if it is not there.") Path to,
            @Option(names = "--keep", defaultValue = "0", paramLabel = "N", description = "Leave copies of the newest N closed parts, of 64 MiB each, beside the log (default: ${DEFAULT-VALUE}).") int keep) {
        if (keep < 0) {
            throw new ParameterException(spec.commandLine(), "--keep takes a number of parts, 0 or more.");
        }
        try (SystemTime time = new SystemTime()) {
            AuditArchive.Moved moved = AuditArchive.move(log, to, keep, time.now());
            spec.commandLine().getOut().println(moved.parts().isEmpty()
                    ? "No part of " + log + " is closed yet: nothing was moved."
                    : moved.parts().size() + " parts, up to entry " + moved.last() + ", are in " + to + " now"
                            + (moved.kept() == 0 ? "." : ", and the newest " + moved.kept() + " still here."));
            return 0;
        }
    }

    private static Intact ofFiles(List<Path> places, Optional<AuditPin> pin) {
        return switch (AuditVerifier.verify(places, pin)) {
            case Intact intact -> intact;
            case AuditVerification.Broken broken -> throw new OperatorException(broken.sentence());
        };
    }

    private Intact ofNode(HostPort node, Optional<Path> identity, Optional<AuditPin> pin) {
        try (SystemTime time = new SystemTime();
                NodeClient client = OperatorLink.connect(node, identity, time,
                        spec.commandLine().getErr())) {
            return OperatorLink.answer(client.verifyAudit(pin), identity);
        }
    }

    private static String text(Intact intact) {
        return (intact.first() == 1
                ? "All " + intact.entries() + " entries are whole, " + intact.head().sequence() + " of them"
                : "The " + intact.entries() + " entries from " + intact.first() + " on are whole, those up to "
                        + intact.head().sequence())
                + " under the head signed at " + intact.head().at() + "." + System.lineSeparator()
                + (intact.first() == 1
                        ? ""
                        : "Those before are not here: name the folders that they were archived in to have them verified too."
                                + System.lineSeparator())
                + "Head: " + intact.head().pin() + System.lineSeparator()
                + "Signed with: " + intact.publicKey();
    }

    private static String json(Intact intact) {
        return Json.write(Map.of("first", intact.first(), "entries", intact.entries(), "signed",
                intact.head().sequence(), "signedAt",
                intact.head().at(), "head", intact.head().pin().toString(), "publicKey", intact.publicKey()));
    }
}
