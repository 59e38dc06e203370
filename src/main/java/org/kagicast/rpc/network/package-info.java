/// gRPC between machines: mutual TLS 1.3 and nothing else, identities from certificates, and finding a server that
/// answers.
@NullMarked
package org.kagicast.rpc.network;

import org.jspecify.annotations.NullMarked;
