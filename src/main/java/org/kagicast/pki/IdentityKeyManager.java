package org.kagicast.pki;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows in every new handshake the identity that is current then. Connections that stand are not touched.
///
/// A handshake asks twice, for certificate and for key, under the alias that it was given first. So the alias names
/// the generation, and the former generation is kept. Safe for use by several threads.
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private static final String CALLER = "caller-";
    private static final String SERVER = "server-";

    private volatile List<Generation> generations;

    IdentityKeyManager(NodeIdentity first) {
        this.generations = List.of(new Generation(0, first));
    }

    synchronized void replace(NodeIdentity next) {
        Generation current = generations.getFirst();
        generations = List.of(new Generation(current.number + 1, next), current);
    }

    NodeIdentity current() {
        return generations.getFirst().identity;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            SSLEngine engine) {
        return alias(CALLER, keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(SERVER, keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(CALLER, keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(SERVER, keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(CALLER, keyType);
        return alias == null ? null : new String[]{alias};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(SERVER, keyType);
        return alias == null ? null : new String[]{alias};
    }

    /// A server also shows the authority's certificate, for newcomers who know its fingerprint only.
    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return named(alias).map(identity -> alias.startsWith(SERVER)
                ? new X509Certificate[]{identity.certificate(), identity.authority()}
                : new X509Certificate[]{identity.certificate()}).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return named(alias).map(NodeIdentity::key).orElse(null);
    }

    private @Nullable String alias(String end, String... keyTypes) {
        boolean fits = Arrays.stream(keyTypes).anyMatch(type -> type.startsWith("EC"));
        return fits ? end + generations.getFirst().number : null;
    }

    private Optional<NodeIdentity> named(String alias) {
        return generations.stream()
                .filter(each -> alias.equals(CALLER + each.number) || alias.equals(SERVER + each.number))
                .map(Generation::identity).findFirst();
    }

    private record Generation(long number, NodeIdentity identity) {}
}
