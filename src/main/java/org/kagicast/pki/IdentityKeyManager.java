package org.kagicast.pki;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows one identity in TLS, at either end. Immutable.
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "self";

    private final NodeIdentity identity;

    IdentityKeyManager(NodeIdentity identity) {
        this.identity = identity;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    /// With the authority's certificate, for newcomers who know its fingerprint only.
    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return ALIAS.equals(alias) ? new X509Certificate[]{identity.certificate(), identity.authority()} : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return ALIAS.equals(alias) ? identity.key() : null;
    }

    private static String @Nullable [] aliases(String keyType) {
        return alias(keyType) == null ? null : new String[]{ALIAS};
    }

    private static @Nullable String alias(String... keyTypes) {
        return Arrays.stream(keyTypes).anyMatch(type -> type.startsWith("EC")) ? ALIAS : null;
    }
}
