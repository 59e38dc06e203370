package org.kagicast.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.kagicast.model.Caution;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyName;
import org.kagicast.model.Member;
import org.kagicast.model.NodeEvent;
import org.kagicast.model.NodeSnapshot;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.proto.ReinstateResponse;
import org.kagicast.proto.RevokeResponse;
import org.kagicast.proto.SetGrantResponse;
import org.kagicast.time.Time;

/// A node as an operator holds it: to be watched and commanded, embedded or remote alike (R23).
///
/// Safe for use by several threads. Consumers are called one at a time, on a thread of this class, and must return soon.
public interface NodeControl extends AutoCloseable {

    /// Follows the node's snapshots, the first at once and at most 10 a second.
    Watch watchSnapshots(Consumer<NodeSnapshot> consumer);

    /// Follows the node's snapshots for as long as the watch stands, over every loss of the connection. All times in them
    /// are turned into those of the clock here, where the node's clock differs. Key servers are shown with the counts of
    /// their key tables, and with the rows once they are wanted; a node of an older version always tells both.
    ///
    /// @param executor runs what falls due
    Following follow(Follower follower, Time time, Executor executor);

    /// Follows the node's events from now on.
    Watch watchEvents(Consumer<NodeEvent> consumer);

    /// Changes the key of a stream (R25). The future ends with the key ID that the command was about, or fails with an
    /// [org.kagicast.model.OperatorException].
    default CompletableFuture<KeyId> rekey(StreamName stream, RekeyCommand command) {
        return rekey(new KeyLine(stream), command).thenApply(keys -> keys.getFirst().id());
    }

    /// Changes the key of one label of a stream, or without a label the keys of all. The future ends with the keys that
    /// the command was about, at least one, or fails with an [org.kagicast.model.OperatorException].
    CompletableFuture<List<KeyName>> rekey(KeyLine line, RekeyCommand command);

    /// Lets a client have the keys of a stream, or a content server own it, or takes that back (see [Node#setGrant] and
    /// [Node#setOwner]). The future fails with an [org.kagicast.model.OperatorException].
    CompletableFuture<SetGrantResponse> setGrant(Member member, KeyLine line, boolean granted);

    /// Shuts a member of the trust domain out (see [Node#revoke]). The future fails with an
    /// [org.kagicast.model.OperatorException].
    CompletableFuture<RevokeResponse> revoke(Member member, Caution caution);

    /// Takes a revocation back (see [Node#reinstate]). The future fails with an [org.kagicast.model.OperatorException].
    CompletableFuture<ReinstateResponse> reinstate(Member member);

    /// Ends every watch and lets go of the node, which runs on.
    @Override
    void close();

    /// Who follows a node over losses. Called as consumers are.
    interface Follower {

        /// What the node shows now; at least once a second, and so again and again the same while nothing changes.
        void heard(NodeSnapshot snapshot);

        /// The node is not heard of, for the reason told in one sentence. Told after each attempt to hear of it.
        void lost(CodedMessage sentence);
    }

    /// A watch on a node that is followed.
    interface Following extends Watch {

        /// Has the rows of key servers' key tables follow what changes from now on, or stay as they are last known: a long
        /// table is not sent for nothing. Returns at once.
        void wantKeys(boolean wanted);
    }

    /// A watch that stands until closed. Closing twice is harmless.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
