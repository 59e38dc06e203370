package org.kagicast.keytable;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import org.kagicast.model.KeyId;
import org.kagicast.model.OperatorException;

/// Chooses the numbers of new keys. The table asks one call at a time.
public interface KeyIdAllocator {

    /// A key ID for which `taken` is false.
    ///
    /// @param taken whether a record, destroyed or not, has this ID
    KeyId next(Predicate<KeyId> taken);

    /// Whether a table that forgot its latest records, as one restored from a backup has, never gives one of their IDs
    /// out again.
    boolean survivesForgetting();

    /// The allocator that an option calls `random` or `sequential`.
    ///
    /// @throws OperatorException if no allocator is called so
    static KeyIdAllocator of(String text, RandomGenerator randomness) {
        return switch (text) {
            case "random" -> new RandomKeyIds(randomness);
            case "sequential" -> new SequentialKeyIds();
            default -> throw new OperatorException(
                    "There is no way \"" + text + "\" to choose key IDs: take random or sequential.");
        };
    }
}
