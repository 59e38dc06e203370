package org.kagicast.keyserver;

import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;
import org.kagicast.audit.TableMoment;
import org.kagicast.keytable.Retention;
import org.kagicast.model.Caution;
import org.kagicast.model.HostedRole;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyLine;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// Where keys are made and the policy is changed: a standalone key server or a key master. Whoever serves [#services()]
/// stops serving before closing this.
public sealed interface KeyAuthority extends HostedRole permits KeyServer, KeyMaster {

    Identity identity();

    /// What is to be served under [#identity()].
    List<BindableService> services();

    /// Audits that the table was opened, and whether it is the one that was here, in what state. To be called before
    /// anything is served, by whoever keeps an audit log.
    ///
    /// @param known what the audit log knows of the table
    /// @throws org.kagicast.model.OperatorException if that cannot be audited
    void begin(Optional<TableMoment> known);

    /// Lets a client have keys, at once.
    ///
    /// @param by who orders it, for the audit
    /// @param line without a label: the keys of every label of the stream
    /// @throws org.kagicast.model.OperatorException if the policy is full
    void grant(Identity by, NodeName client, KeyLine line);

    /// Lets a client have the keys of a stream, by itself.
    default void grant(NodeName client, StreamName stream) {
        grant(identity(), client, new KeyLine(stream));
    }

    /// Takes grants back, at once. Keys that the client holds stay with it until the stream's key changes.
    ///
    /// @param by who orders it, for the audit
    /// @param line without a label: every grant of the stream
    /// @throws org.kagicast.model.OperatorException if the client may have the keys of that label all the same, because
    ///         it is granted every label; nothing has changed then
    void ungrant(Identity by, NodeName client, KeyLine line);

    /// Takes a grant back, by itself.
    default void ungrant(NodeName client, StreamName stream) {
        ungrant(identity(), client, new KeyLine(stream));
    }

    /// Lets a content server own a stream that nobody owns: it alone has keys of it made.
    ///
    /// @param by who orders it, for the audit
    /// @throws org.kagicast.model.OperatorException if another one owns it, it owns as many as it may, or it is revoked
    void own(Identity by, StreamName stream, NodeName contentServer);

    /// Lets a content server own a stream, by itself.
    default void own(StreamName stream, NodeName contentServer) {
        own(identity(), stream, contentServer);
    }

    /// Gives a stream to a content server, whoever owns it. Its former owner is ordered nothing about it any more, has no
    /// more keys made, and sends under the one that it has until clients meet the first packet under a key of the new
    /// owner.
    ///
    /// @param by who orders it, for the audit
    /// @return who owned it
    /// @throws org.kagicast.model.OperatorException if it owns as many streams as it may, or is revoked
    Optional<NodeName> takeOver(Identity by, StreamName stream, NodeName contentServer);

    /// Lets nobody own a stream until it is given to somebody.
    ///
    /// @param by who orders it, for the audit
    /// @return who owned it
    /// @throws org.kagicast.model.OperatorException if nobody does
    NodeName release(Identity by, StreamName stream);

    /// Takes a stream from a content server that owns it.
    ///
    /// @param by who orders it, for the audit
    /// @throws org.kagicast.model.OperatorException if it does not own it
    void disown(Identity by, StreamName stream, NodeName contentServer);

    /// Shuts a member of the trust domain out from now on, with all its certificates, calls the keys that it may hold
    /// compromised, announced ones included, and orders their content servers to change to keys that are made afterwards.
    /// Doing it again does all of it again, at the cost of one more key.
    ///
    /// Where it cannot be stored or audited, the member is shut out all the same, until a restart; the rest is done as soon
    /// as it can be stored ([#storeUnstored()]), and the answer says so.
    ///
    /// @param by who orders it, for the audit
    /// @throws org.kagicast.model.OperatorException if it is this key server itself; or, unless insisted on, whoever
    ///         orders it, or a name that nobody is known to have
    Revocation revoke(Identity by, Member member, Caution caution);

    /// Revokes a client, by itself.
    default Revocation revoke(NodeName client) {
        return revoke(identity(), Member.client(client), Caution.INSIST);
    }

    /// Takes a revocation back: a client may have again what it is granted. Keys that were called compromised stay so.
    ///
    /// @param by who orders it, for the audit
    /// @throws org.kagicast.model.OperatorException if the member is not revoked
    void reinstate(Identity by, Member member);

    /// Tries to store revocations that could not be stored. Whoever hosts this calls it now and then.
    void storeUnstored();

    /// Who may do what now.
    PolicyListing policy();

    /// Tells who has been enrolled. To be called before this is served.
    void consult(IdentityDirectory directory);

    /// Destroys the keys whose time is over, and deactivates those that were left in use. Whoever hosts this calls it now
    /// and then.
    ///
    /// @return how many were destroyed
    int sweep(Retention retention);

    /// Whether a member of the trust domain has been revoked.
    boolean isRevoked(Member member);
}
