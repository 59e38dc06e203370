/// The audit log: who got, made and was refused what, in a chain of hashes whose head is signed.
@NullMarked
package org.kagicast.audit;

import org.jspecify.annotations.NullMarked;
