/// What content servers, clients and key servers ask each other about keys: to create, fetch and count them, and to hear
/// orders to change them.
@NullMarked
package org.kagicast.rpc.keys;

import org.jspecify.annotations.NullMarked;
