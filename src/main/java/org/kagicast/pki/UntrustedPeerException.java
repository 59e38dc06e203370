package org.kagicast.pki;

import java.io.Serial;
import java.security.cert.CertificateException;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;

/// The other end of a connection is not one to talk to.
public final class UntrustedPeerException extends CertificateException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient CodedMessage coded;
    private final TrustError reason;

    public UntrustedPeerException(CodedMessage message) {
        this(TrustError.OTHER, message);
    }

    UntrustedPeerException(TrustError reason, CodedMessage message) {
        super(message.text());
        this.coded = message;
        this.reason = reason;
    }

    public TrustError reason() {
        return reason;
    }

    /// For people: names the thing and the cure.
    public CodedMessage coded() {
        return coded;
    }

    public OperatorException told() {
        return new OperatorException(coded, this);
    }
}
