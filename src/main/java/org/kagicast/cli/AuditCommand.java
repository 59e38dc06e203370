package org.kagicast.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kagicast audit`: checks an audit log.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Checks an audit log.")
final class AuditCommand {

    @Spec
    private CommandSpec spec;

    /// Which log.
    static final class Log {

        @Parameters(paramLabel = "FILE", description = "The audit log, such as audit.jsonl in a key server's data folder.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--node", paramLabel = "HOST:PORT", description = "A key server, key master or key slave, which checks its own.")
        private Optional<HostPort> node = Optional.empty();
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Finds out whether an entry of an audit log was edited, removed or cut off.",
            "Keep the head that it prints on another machine, and give it with --pin the next time: then it also finds out "
                    + "whether an older log was put back, or another one was made up."})
    int verify(@ArgGroup(multiplicity = "1") Log log,
            @Option(names = "--pin", paramLabel = "SEQUENCE:HASH", description = "A head that was printed earlier, which the log must still hold.") Optional<AuditPin> pin,
            @Option(names = "--identity", paramLabel = "DIR", description = "Folder of the operator's identity (default: the one that 'domain init' made).") Optional<Path> identity,
            @Option(names = "--json", description = "Print JSON on standard output and nothing else.") boolean json) {
        Intact intact = log.node.map(node -> ofNode(node, identity, pin))
                .orElseGet(() -> ofFile(log.file.orElseThrow(), pin));
        spec.commandLine().getOut().println(json ? json(intact) : text(intact));
        return 0;
    }

    private static Intact ofFile(Path file, Optional<AuditPin> pin) {
        return switch (AuditVerifier.verify(file, pin)) {
            case Intact intact -> intact;
            case AuditVerification.Broken broken -> throw new OperatorException(broken.sentence());
        };
    }

    private Intact ofNode(HostPort node, Optional<Path> identity, Optional<AuditPin> pin) {
        try (SystemTime time = new SystemTime();
                NodeClient client = OperatorLink.connect(node, identity, time,
                        spec.commandLine().getErr())) {
            return OperatorLink.join(client.verifyAudit(pin));
        }
    }

    private static String text(Intact intact) {
        return "All " + intact.entries() + " entries are whole, " + intact.head().sequence()
                + " of them under the head signed at " + intact.head().at() + "." + System.lineSeparator()
                + "Head: " + intact.head().pin() + System.lineSeparator()
                + "Signed with: " + intact.publicKey();
    }

    private static String json(Intact intact) {
        return Json.write(Map.of("entries", intact.entries(), "signed", intact.head().sequence(), "signedAt",
                intact.head().at(), "head", intact.head().pin().toString(), "publicKey", intact.publicKey()));
    }
}
