package org.kagicast.lab;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.contentserver.source.Sources;
import org.kagicast.model.MulticastGroup;

/// What a lab is to show, and with what.
///
/// @param networkInterface name or address of the interface that everything is multicast through
/// @param firstGroup group of the first stream, the others following upwards; empty for one that is silent now
/// @param source of the first stream; the others send a test card
/// @param sink of the clients, `%n` being the client's name; one that does not hold `%n` is for the first client only,
/// unless it is `count` or `picture`
/// @param rekeying how streams change their keys by themselves
/// @param isSigning whether streams sign what they send (R29)
/// @param hasImpostor whether an impostor is among the members from the beginning
/// @param standardInput what the source `-` reads
/// @param standardOutput where the sink `-` writes
public record LabOptions(Scenario scenario, String networkInterface, Optional<MulticastGroup> firstGroup,
        SourceSpec source, String sink, RekeyPolicy rekeying, boolean isSigning,
        boolean hasImpostor, InputStream standardInput, OutputStream standardOutput) {

    /// Test cards, pictures, and the key changes that befit the scenario, over the loopback interface.
    public static LabOptions of(Scenario scenario) {
        RekeyPolicy.Automatic automatic = switch (scenario) {
            case FIRST, SECOND -> RekeyPolicy.Automatic.IMMEDIATE;
            case THIRD, CLASSROOM -> RekeyPolicy.Automatic.ANNOUNCED;
        };
        return new LabOptions(scenario, Loopback.name(), Optional.empty(), Sources.parse("test-card"), "picture",
                RekeyPolicy.DEFAULT.withAutomatic(automatic), false, false, InputStream.nullInputStream(),
                OutputStream.nullOutputStream());
    }

    public LabOptions withNetworkInterface(String name) {
        return new LabOptions(scenario, name, firstGroup, source, sink, rekeying, isSigning, hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withFirstGroup(MulticastGroup group) {
        return new LabOptions(scenario, networkInterface, Optional.of(group), source, sink, rekeying, isSigning,
                hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withSource(SourceSpec other) {
        return new LabOptions(scenario, networkInterface, firstGroup, other, sink, rekeying, isSigning, hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withSink(String other) {
        return new LabOptions(scenario, networkInterface, firstGroup, source, other, rekeying, isSigning, hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withRekeying(RekeyPolicy other) {
        return new LabOptions(scenario, networkInterface, firstGroup, source, sink, other, isSigning, hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withSigning(boolean signing) {
        return new LabOptions(scenario, networkInterface, firstGroup, source, sink, rekeying, signing, hasImpostor,
                standardInput, standardOutput);
    }

    public LabOptions withImpostor(boolean impostor) {
        return new LabOptions(scenario, networkInterface, firstGroup, source, sink, rekeying, isSigning, impostor,
                standardInput, standardOutput);
    }

    /// No key changes but those ordered.
    public LabOptions withoutCryptoPeriod() {
        return withRekeying(rekeying.withCryptoPeriod(Duration.ZERO));
    }

    public LabOptions withStandardStreams(InputStream input, OutputStream output) {
        return new LabOptions(scenario, networkInterface, firstGroup, source, sink, rekeying, isSigning, hasImpostor,
                input, output);
    }
}
