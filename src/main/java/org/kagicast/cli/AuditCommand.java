package org.kagicast.cli;

import java.nio.file.Path;

import org.kagicast.audit.AuditVerification;
import org.kagicast.audit.AuditVerifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kagicast audit`: checks an audit log.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Checks an audit log.")
final class AuditCommand {

    private static final int FAILURE = 1;

    @Spec
    private CommandSpec spec;

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Finds out whether an entry of an audit log was edited, removed or cut off.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The audit log, such as audit.jsonl in a key server's data folder.") Path file) {
        return switch (AuditVerifier.verify(file)) {
            case AuditVerification.Intact intact -> {
                spec.commandLine().getOut().println("All " + intact.entries() + " entries are whole, " + intact.signed()
                        + " of them under the head signed at " + intact.signedAt() + ".");
                yield 0;
            }
            case AuditVerification.Broken broken -> {
                spec.commandLine().getErr().println("kagicast: " + broken.sentence());
                yield FAILURE;
            }
        };
    }
}
