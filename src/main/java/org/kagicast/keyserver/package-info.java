/// The key server: creates keys for content servers and gives them to the clients that the policy grants them to.
///
/// What it does for content servers and what it does for clients stand apart, because a key slave does only the latter.
@NullMarked
package org.kagicast.keyserver;

import org.jspecify.annotations.NullMarked;
