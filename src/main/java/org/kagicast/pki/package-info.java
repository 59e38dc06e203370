/// The trust domain: its certificate authority, the identities that it vouches for, and how a newcomer gets one with a
/// one-time token.
@NullMarked
package org.kagicast.pki;

import org.jspecify.annotations.NullMarked;
