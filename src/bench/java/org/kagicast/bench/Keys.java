package org.kagicast.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.HostPort;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.node.NodeClient;
import org.kagicast.node.program.Membership;
import org.kagicast.node.program.Surroundings;
import org.kagicast.pki.Enrollee;
import org.kagicast.pki.ca.TrustDomain;
import org.kagicast.rpc.Connection;
import org.kagicast.rpc.keys.CreatedKey;
import org.kagicast.rpc.keys.FetchReason;
import org.kagicast.rpc.keys.GrpcKeyCreator;

/// Fills a key server's table as it is filled in use: a content server has keys made, and an operator grants a client
/// their stream.
final class Keys {

    private static final int KEYS = 64;
    private static final long MOST_SECONDS = 30;
    private static final StreamName STREAM = new StreamName("bench");
    private static final NodeName CONTENT_SERVER = new NodeName("content-server");

    private final TrustDomain domain;
    private final HostPort keyServer;
    private final Surroundings around;

    Keys(TrustDomain domain, HostPort keyServer, Surroundings around) {
        this.domain = domain;
        this.keyServer = keyServer;
        this.around = around;
    }

    /// @param scratch for the content server's identity
    /// @param client who may have the keys
    /// @return one question for each key
    List<Question> make(Path scratch, NodeName client) {
        domain.enrolHere(Enrollee.of(Role.CONTENT_SERVER, CONTENT_SERVER), scratch);
        try (NodeClient operator = new NodeClient(connect(domain.operatorFolder(), Role.OPERATOR))) {
            await(operator.setGrant(new Member(Role.CONTENT_SERVER, CONTENT_SERVER), new KeyLine(STREAM), true));
            await(operator.setGrant(Member.client(client), new KeyLine(STREAM), true));
        }
        return create(scratch);
    }

    private List<Question> create(Path contentServer) {
        try (Connection connection = connect(contentServer, Role.CONTENT_SERVER)) {
            GrpcKeyCreator creator = new GrpcKeyCreator(connection);
            List<CompletableFuture<CreatedKey>> creations = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                creations.add(creator.create(STREAM, CipherSuite.AES_256_GCM,
                        new UUID(around.randomness().nextLong(), around.randomness().nextLong()),
                        FetchReason.ON_DEMAND));
            }
            return creations.stream().map(Keys::await).map(Keys::question).toList();
        }
    }

    private static Question question(CreatedKey created) {
        try (created) {
            return Question.of(created.keyId(), created.baseKey().fingerprint());
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof OperatorException told
                    ? told
                    : new OperatorException("The measurement's key server did not make its keys within " + MOST_SECONDS
                            + " s: see what else this machine does.", failed);
        }
    }

    private Connection connect(Path identity, Role as) {
        return Membership.load(identity, as, around).network().connect(List.of(keyServer), Set.of(Role.KEY_SERVER));
    }
}
