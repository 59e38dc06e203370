package org.kagicast.contentserver.source;

import java.util.Optional;
import org.kagicast.model.message.CodedMessage;

/// Where a source hands over what it has. Only a few batches exist, and one comes back when its datagrams are sent: a
/// source that is faster than the network waits in [#take]. All methods belong to the source's own thread.
public interface SourceOutlet {

    /// An empty batch, as soon as there is one.
    ///
    /// @throws InterruptedException if the source is stopped meanwhile
    DatagramBatch take() throws InterruptedException;

    /// An empty batch if there is one now, for sources that must not wait.
    Optional<DatagramBatch> takeIfFree();

    /// Hands over a batch that was taken, in order. The source lets go of it.
    void hand(DatagramBatch batch);

    /// A datagram was longer than a batch's longest and is refused.
    ///
    /// @param most what the longest is
    void refuseOversized(int bytes, int most);

    /// So many datagrams found no empty batch and were dropped.
    void drop(int datagrams);

    /// Something that the operator should know, in one sentence, and that the status shows from now on; the source goes on.
    void tell(CodedMessage sentence);

    /// What was told does not hold any more, and the status does not show it any longer. Of a sentence that was not told
    /// nothing comes.
    void takeBack(CodedMessage sentence);

    /// The source has nothing more.
    void end();

    /// The source cannot go on, for the reason told in one sentence.
    void fail(CodedMessage sentence);
}
