package org.kagicast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.HostPort;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.FileMessage;
import org.kagicast.node.program.Membership;
import org.kagicast.pki.NodeIdentity;
import org.kagicast.pki.ca.EnrolmentClient;
import org.kagicast.rpc.network.EnrolmentCaller;
import org.kagicast.time.SystemTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kagicast enrol`: joins a trust domain with a one-time token.
@Command(name = "enrol", mixinStandardHelpOptions = true, description = "Joins a trust domain with a one-time token.")
final class EnrolCommand implements Callable<Integer> {

    private static final int LONGEST_TOKEN = 16 * 1024;

    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Option(names = "--server", required = true, paramLabel = "HOST:PORT", description = "The key server or key master.")
    private HostPort server;

    @Option(names = "--token-file", required = true, paramLabel = "FILE|-", description = "File with the token, or - for standard input.")
    private String tokenFile;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the identity; must not exist yet.")
    private Path out;

    EnrolCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        try (SystemTime time = new SystemTime()) {
            EnrolmentClient newcomer = new EnrolmentClient(token(), time, new SecureRandom());
            NodeIdentity identity = EnrolmentCaller.enrol(server, newcomer, out);
            Membership.remember(out, server);
            spec.commandLine().getOut().println("Enrolled as " + identity.identity() + " until " + identity.notAfter()
                    + "; the identity is in " + out + ".");
            return 0;
        }
    }

    private String token() {
        byte[] content;
        if (tokenFile.equals("-")) {
            try {
                content = input.readNBytes(LONGEST_TOKEN);
            } catch (IOException e) {
                throw new OperatorException("The token cannot be read from standard input: paste it as one line.", e);
            }
        } else {
            content = PrivateFiles.read(FileMessage.TOKEN_FILE, Path.of(tokenFile));
        }
        try {
            return new String(content, StandardCharsets.US_ASCII).strip();
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
