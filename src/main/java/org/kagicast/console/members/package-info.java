/// What can be done about a member where its cause is shown: grants, revocations and reinstatements, asked back before they
/// shut anybody out.
@NullMarked
package org.kagicast.console.members;

import org.jspecify.annotations.NullMarked;
