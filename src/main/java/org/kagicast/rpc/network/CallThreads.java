package org.kagicast.rpc.network;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.List;
import java.util.concurrent.Executor;
import org.kagicast.rpc.NonBlockingService;

/// Where each call is served: on its event loop if its service is sure not to wait, otherwise elsewhere. Safe for use by
/// several threads.
final class CallThreads implements ServerCallExecutorSupplier {

    private static final Executor EVENT_LOOP = Runnable::run;

    private final List<NonBlockingService> prompt;
    private final Executor elsewhere;

    CallThreads(List<? extends BindableService> services, Executor elsewhere) {
        this.prompt = services.stream().filter(NonBlockingService.class::isInstance).map(NonBlockingService.class::cast)
                .toList();
        this.elsewhere = elsewhere;
    }

    @Override
    public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        for (NonBlockingService service : prompt) {
            if (service.isPrompt(call.getMethodDescriptor())) {
                return EVENT_LOOP;
            }
        }
        return elsewhere;
    }
}
