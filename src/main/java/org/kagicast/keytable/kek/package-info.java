/// The key-encryption key: where it comes from, and how it seals each stored key to its place.
@NullMarked
package org.kagicast.keytable.kek;

import org.jspecify.annotations.NullMarked;
