package org.kagicast.contentserver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.KeyLabel;

/// The keys in use, one for each label of the stream: which packet has which label is for
/// [org.kagicast.contentserver.labelling.LabelSorter] to say (R6). It belongs to the stream's thread.
final class KeySelection {

    private final List<KeyLabel> labels;
    private final @Nullable EncryptionKey[] inUse;

    /// @param labels of the stream; a label is told by its place among them
    KeySelection(List<KeyLabel> labels) {
        this.labels = labels;
        this.inUse = new EncryptionKey[labels.size()];
    }

    /// From now on packets of its label are sealed with this key.
    void use(EncryptionKey key) {
        inUse[labels.indexOf(key.label())] = key;
    }

    /// The key for the next packet of that label; null before the first key has come.
    @Nullable
    EncryptionKey choose(int label) {
        return inUse[label];
    }
}
