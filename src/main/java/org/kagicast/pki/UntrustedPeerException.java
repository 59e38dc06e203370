package org.kagicast.pki;

import java.io.Serial;
import java.security.cert.CertificateException;
import org.kagicast.model.OperatorException;

/// The other end of a connection is not one to talk to.
public final class UntrustedPeerException extends CertificateException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final TrustError reason;

    public UntrustedPeerException(String sentence) {
        this(TrustError.OTHER, sentence);
    }

    UntrustedPeerException(TrustError reason, String sentence) {
        super(sentence);
        this.sentence = sentence;
        this.reason = reason;
    }

    public TrustError reason() {
        return reason;
    }

    /// For people: names the thing and the cure.
    public String sentence() {
        return sentence;
    }

    public OperatorException told() {
        return new OperatorException(sentence, this);
    }
}
