package org.kagicast.pki.ca;

import org.kagicast.model.message.CodedMessage;
import org.kagicast.pki.IssuedCertificate;

/// What comes of a wish for a certificate.
public sealed interface EnrolmentAnswer {

    record Issued(IssuedCertificate certificate) implements EnrolmentAnswer {}

    /// @param sentence for people; it tells a stranger nothing that the token did not tell
    record Refused(CodedMessage sentence) implements EnrolmentAnswer {}
}
