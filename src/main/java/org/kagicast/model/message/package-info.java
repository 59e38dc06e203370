/// Localizable messages: what a node has to say to people, as a code with parameters beside its English text. The texts
/// of all codes stand in the catalogues `messages.properties` (English) and `messages_ja.properties` (Japanese).
@NullMarked
package org.kagicast.model.message;

import org.jspecify.annotations.NullMarked;
