package org.kagicast.console.events;

import org.kagicast.console.keys.KeyLook;
import org.kagicast.console.keys.KeyNumbers;
import org.kagicast.console.keys.KeyPhase;
import org.kagicast.model.KeyId;

/// The key that an event is about, as it was called then: a lab that starts anew counts anew.
///
/// @param name as in "news 4"; the ID as long as that is not known
public record EventKey(KeyLook look, String name) {

    static EventKey of(KeyId keyId, KeyPhase phase, KeyNumbers numbers) {
        return new EventKey(numbers.look(keyId, phase), numbers.name(keyId));
    }

    KeyId id() {
        return look.keyId();
    }

    boolean isNamed() {
        return !name.equals(id().toString());
    }

    /// The same as it is called by now.
    EventKey named(KeyNumbers numbers) {
        return of(id(), look.phase(), numbers);
    }
}
