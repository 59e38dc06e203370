/// What lies in the files of an identity and of a trust domain: keys, sealed under a passphrase if wanted, certificates, and
/// which tokens were used.
@NullMarked
package org.kagicast.pki.files;

import org.jspecify.annotations.NullMarked;
