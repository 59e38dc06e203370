package org.kagicast.node.program;

import java.util.List;
import org.kagicast.keyserver.IdentityDirectory;
import org.kagicast.model.Member;
import org.kagicast.pki.IdentityRegister;
import org.kagicast.time.Time;

/// What a trust domain's register tells a key server of who is enrolled and who has a token.
record EnrolledMembers(IdentityRegister register, Time time) implements IdentityDirectory {

    @Override
    public List<Term> enrolled() {
        return register.identities().stream().map(entry -> new Term(Member.of(entry.identity()), entry.end())).toList();
    }

    @Override
    public List<Term> tokens() {
        return register.tokensOut(time.now()).stream().map(token -> new Term(Member.of(token.who()), token.expires()))
                .toList();
    }
}
