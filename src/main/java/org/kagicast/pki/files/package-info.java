/// How secrets lie on disk: readable by their owner only, replaced as a whole, and sealed under a passphrase if wanted.
@NullMarked
package org.kagicast.pki.files;

import org.jspecify.annotations.NullMarked;
