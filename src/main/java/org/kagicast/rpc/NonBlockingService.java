package org.kagicast.rpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;

/// A service that can answer some calls without waiting for anything: no disk, no other machine, no lock that is held
/// for long. On the network those are served right on the event loop that read them, which spares handing each from
/// thread to thread and back; all others on a thread of their own.
public interface NonBlockingService extends BindableService {

    /// Whether a call of this method that comes now will not wait. Asked for each call, on the event loop.
    boolean isPrompt(MethodDescriptor<?, ?> method);
}
