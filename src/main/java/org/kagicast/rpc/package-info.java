/// gRPC plumbing: who calls, whether they may, and how faults cross the wire.
///
/// Messages of `org.kagicast.proto` may hold keys, and printing one would print the key: none is ever logged or put
/// into an exception, and no type here that wraps one prints it.
@NullMarked
package org.kagicast.rpc;

import org.jspecify.annotations.NullMarked;
