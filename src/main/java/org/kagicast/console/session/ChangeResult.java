package org.kagicast.console.session;

import java.time.Instant;
import org.kagicast.model.KeyId;

/// How a change of a key went, as far as the clients in view tell.
///
/// @param keyId the key in use from then on
/// @param announced whether the group was told ahead
/// @param at the switch
/// @param had how many clients had fetched the key by then
/// @param of how many had fetched the key before it
/// @param late packets since the switch that waited for a key
/// @param lost packets lost since
public record ChangeResult(KeyId keyId, boolean announced, Instant at, int had, int of, long late, long lost) {}
