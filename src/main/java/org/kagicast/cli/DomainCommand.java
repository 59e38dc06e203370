package org.kagicast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kagicast.files.PrivateFiles;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.Lifetimes;
import org.kagicast.pki.ca.EnrolmentToken;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.pki.files.Passphrase;
import org.kagicast.time.SystemTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kagicast domain`: makes a trust domain, and the tokens that let others join it.
@Command(name = "domain", mixinStandardHelpOptions = true, description = "Makes a trust domain, and the tokens that let others join it.")
final class DomainCommand {

    private final InputStream input;

    @Spec
    private CommandSpec spec;

    DomainCommand(InputStream input) {
        this.input = input;
    }

    @Command(name = "init", mixinStandardHelpOptions = true, description = "Makes a trust domain: its authority and its first operator.")
    int init(
            @Parameters(paramLabel = "DIR", description = "Folder for the trust domain; must not exist yet.") Path folder,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the trust domain.") String name,
            @Mixin CertificateLifetimes lifetimes,
            @Mixin Passphrases passphrases) {
        Optional<Passphrase> passphrase = passphrases.given(input);
        try (SystemTime time = new SystemTime()) {
            TrustDomain domain = TrustDomain.init(folder, name, passphrase, lifetimes.over(Lifetimes.DEFAULT), time,
                    new SecureRandom());
            spec.commandLine().getOut().println("Trust domain " + domain.name() + " made in " + folder + ".");
            spec.commandLine().getOut().println("Authority's fingerprint: " + domain.fingerprint());
            Path usual = OperatorLink.usualIdentity();
            spec.commandLine().getOut().println(adopt(domain.operatorFolder(), usual)
                    ? "Operator's identity: " + usual + ", used unless --identity says otherwise."
                    : "Operator's identity: " + domain.operatorFolder()
                            + ", to be named with --identity in each command, "
                            + "since " + usual + " is there already and stays as it is.");
            return 0;
        } finally {
            passphrase.ifPresent(Passphrase::close);
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Changes how long certificates last that are issued from now on, also by a key server that runs; says how long they do.")
    int set(@Parameters(paramLabel = "DIR", description = "Folder of the trust domain.") Path folder,
            @Mixin CertificateLifetimes given) {
        Lifetimes before = TrustDomain.lifetimes(folder);
        Lifetimes lifetimes = given.over(before);
        if (!lifetimes.equals(before)) {
            TrustDomain.setLifetimes(folder, lifetimes);
        }
        spec.commandLine().getOut()
                .println("New certificates last " + shown(lifetimes.nodes()) + ", those of operators "
                        + shown(lifetimes.operators()) + ".");
        return 0;
    }

    private static String shown(Duration lifetime) {
        if (lifetime.toDays() > 0 && lifetime.equals(Duration.ofDays(lifetime.toDays()))) {
            return lifetime.toDays() + " days";
        }
        return lifetime.equals(Duration.ofHours(lifetime.toHours()))
                ? lifetime.toHours() + " hours"
                : lifetime.toSeconds() + " seconds";
    }

    /// How long certificates last, as far as it is said.
    static final class CertificateLifetimes {

        @Option(names = "--certificate-lifetime", paramLabel = "DURATION", description = "How long a node's certificate lasts, which renews itself when two thirds are over, and up to 14 days after its end: 1h to 400d (30d unless set).")
        private Optional<Duration> nodes = Optional.empty();

        @Option(names = "--operator-certificate-lifetime", paramLabel = "DURATION", description = "How long an operator's certificate lasts, which his commands and console renew: 1h to 400d (90d unless set).")
        private Optional<Duration> operators = Optional.empty();

        Lifetimes over(Lifetimes before) {
            return new Lifetimes(nodes.orElse(before.nodes()), operators.orElse(before.operators()));
        }
    }

    @Command(name = "token", mixinStandardHelpOptions = true, description = "Prints a one-time token with which somebody joins the trust domain. It is secret until it is used.")
    int token(@Parameters(paramLabel = "DIR", description = "Folder of the trust domain.") Path folder,
            @Option(names = "--role", required = true, paramLabel = "ROLE", description = "key-server, key-master, key-slave, content-server, client or operator.") Role role,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the newcomer.") NodeName name,
            @Option(names = "--address", paramLabel = "HOST", description = "Where others reach it; may be repeated.") List<String> addresses,
            @Option(names = "--stream", paramLabel = "STREAM[:LABEL]", description = "A stream that a client is granted, or one label of it, or that a content server owns; may be repeated.") List<KeyLine> streams,
            @Option(names = "--ttl", defaultValue = "10m", paramLabel = "DURATION", description = "How long the token can be used (default: ${DEFAULT-VALUE}).") Duration ttl,
            @Option(names = "--out", paramLabel = "FILE", description = "Write it to a new file that only you may read, instead of standard output.") Optional<Path> out,
            @Mixin Passphrases passphrases) {
        try (SystemTime time = new SystemTime()) {
            TrustDomain domain = TrustDomain.open(folder, () -> passphrases.needed(input), time,
                    new SecureRandom());
            EnrolmentToken token = domain.token(new Enrollee(role, name, reachable(role, orEmpty(addresses)),
                    new LinkedHashSet<>(orEmpty(streams))), ttl);
            if (out.isPresent()) {
                PrivateFiles.store(out.get(), (token.text() + "\n").getBytes(StandardCharsets.US_ASCII));
            } else {
                spec.commandLine().getOut().println(token.text());
            }
            return 0;
        }
    }

    /// Every node can be reached from its own machine, where operators ask it for its state; an operator is reached by
    /// nobody.
    private static List<String> reachable(Role role, List<String> addresses) {
        return role == Role.OPERATOR
                ? addresses
                : Stream.concat(addresses.stream(), Stream.of("localhost", "127.0.0.1")).distinct().toList();
    }

    /// picocli leaves an option that does not occur null.
    private static <T> List<T> orEmpty(List<T> values) {
        return Optional.ofNullable(values).orElse(List.of());
    }

    /// Puts the first operator's identity where the commands look for it.
    private static boolean adopt(Path made, Path usual) {
        if (Files.exists(usual)) {
            return false;
        }
        try (Stream<Path> files = Files.list(made)) {
            Files.createDirectories(usual.getParent());
            PrivateFiles.createNewFolder(usual);
            for (Path file : files.toList()) {
                Files.copy(file, usual.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return true;
        } catch (IOException e) {
            throw new OperatorException("The operator's identity cannot be put into " + usual
                    + ": copy it there from " + made + ".", e);
        }
    }
}
