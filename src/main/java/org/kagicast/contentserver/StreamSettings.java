package org.kagicast.contentserver;

import org.kagicast.authenticity.SealedLog;
import org.kagicast.contentserver.keys.KeyProvider;
import org.kagicast.contentserver.labelling.LabelRules;
import org.kagicast.contentserver.rekey.RekeyPolicy;
import org.kagicast.contentserver.source.SourceSpec;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Dscp;
import org.kagicast.model.MulticastGroup;
import org.kagicast.model.OperatorException;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.ConfigurationMessage;

/// One stream of a content server.
///
/// @param networkInterface name or address of the interface that it is sent through
/// @param ttl how many hops its datagrams may make, 0 to 255
/// @param dscp how routers shall treat its datagrams
/// @param manifests in how many each packet is vouched for, 1 to 4, if the suite signs: with one, each manifest that is lost costs
///        its packets; with more, more bytes
/// @param largestPayload of one packet, in bytes; a longer source datagram goes in several
/// @param keys where its keys come from
/// @param labels how it chooses among several keys; [LabelRules#NONE] for one at a time
public record StreamSettings(StreamName name, MulticastGroup group, String networkInterface, int ttl, Dscp dscp,
        CipherSuite suite, int manifests, int largestPayload, SourceSpec source, RekeyPolicy rekeying,
        KeyProvider.Origin keys,
        LabelRules labels) {

    /// What fits an Ethernet frame together with every header.
    public static final int DEFAULT_LARGEST_PAYLOAD = 1400;

    private static final int LEAST_LARGEST_PAYLOAD = 200;
    private static final int MOST_LARGEST_PAYLOAD = 65_000;
    private static final int MOST_MANIFESTS = 4;

    /// @throws OperatorException if the largest payload is not between 200 and 65,000 bytes, the manifests are not 1 to 4, or
    ///         the labels are about sources that the stream does not have
    public StreamSettings {
        if (largestPayload < LEAST_LARGEST_PAYLOAD || largestPayload > MOST_LARGEST_PAYLOAD) {
            throw new OperatorException(ConfigurationMessage.PAYLOAD_NOT_POSSIBLE.with(largestPayload, name,
                    LEAST_LARGEST_PAYLOAD, MOST_LARGEST_PAYLOAD, DEFAULT_LARGEST_PAYLOAD));
        }
        if (manifests < 1 || manifests > MOST_MANIFESTS) {
            throw new OperatorException(
                    ConfigurationMessage.MANIFESTS_NOT_POSSIBLE.with(manifests, name, MOST_MANIFESTS,
                            SealedLog.USUAL_MANIFESTS));
        }
        labels.checkSources(source.names());
    }

    /// A stream that reaches this network only, with AES-256-GCM and the default rekey policy.
    public static StreamSettings of(StreamName name, MulticastGroup group, String networkInterface, SourceSpec source) {
        return new StreamSettings(name, group, networkInterface, 1, Dscp.DEFAULT, CipherSuite.AES_256_GCM,
                SealedLog.USUAL_MANIFESTS, DEFAULT_LARGEST_PAYLOAD, source, RekeyPolicy.DEFAULT, KeyProvider.Origin.ASK,
                LabelRules.NONE);
    }

    public StreamSettings withTtl(int hops) {
        return new StreamSettings(name, group, networkInterface, hops, dscp, suite, manifests, largestPayload, source,
                rekeying,
                keys, labels);
    }

    public StreamSettings withDscp(Dscp other) {
        return new StreamSettings(name, group, networkInterface, ttl, other, suite, manifests, largestPayload, source,
                rekeying,
                keys, labels);
    }

    public StreamSettings withSuite(CipherSuite other) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, other, manifests, largestPayload, source,
                rekeying,
                keys, labels);
    }

    public StreamSettings withManifests(int number) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, suite, number, largestPayload, source,
                rekeying, keys, labels);
    }

    public StreamSettings withLargestPayload(int bytes) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, suite, manifests, bytes, source, rekeying,
                keys, labels);
    }

    public StreamSettings withRekeying(RekeyPolicy policy) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, suite, manifests, largestPayload, source,
                policy,
                keys, labels);
    }

    public StreamSettings withKeys(KeyProvider.Origin origin) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, suite, manifests, largestPayload, source,
                rekeying,
                origin,
                labels);
    }

    public StreamSettings withLabels(LabelRules rules) {
        return new StreamSettings(name, group, networkInterface, ttl, dscp, suite, manifests, largestPayload, source,
                rekeying,
                keys,
                rules);
    }
}
