/// Who issues certificates: the trust domain's authority, tokens, enrolment and renewal.
@NullMarked
package org.kagicast.pki.ca;

import org.jspecify.annotations.NullMarked;
