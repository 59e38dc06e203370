package org.kagicast.keyserver;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.KeyServerMessage;
import org.kagicast.proto.ConfirmWatchRequest;
import org.kagicast.proto.ConfirmWatchResponse;
import org.kagicast.proto.CountFetchersRequest;
import org.kagicast.proto.CountFetchersResponse;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.DepositKeyResponse;
import org.kagicast.proto.GetKeyRequest;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.proto.KeyServiceGrpc;
import org.kagicast.proto.RekeyOrder;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.SetKeyStateResponse;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.CallerIdentity;
import org.kagicast.rpc.NonBlockingService;
import org.kagicast.rpc.keys.FetchReason;

/// The key service as a key slave serves it: it answers clients, from its own table where it can (R17). Keys are made by
/// the master only.
final class SlaveEndpoint extends KeyServiceGrpc.KeyServiceImplBase implements NonBlockingService {

    private final KeyLookup lookup;
    private final MasterFallback master;
    private final BooleanSupplier isWhole;
    private final Supplier<Optional<CodedMessage>> shutOut;

    /// @param isWhole whether anything may be answered from the copy here
    /// @param shutOut why nothing may be answered at all, in one sentence; empty if anything may
    SlaveEndpoint(KeyLookup lookup, MasterFallback master, BooleanSupplier isWhole,
            Supplier<Optional<CodedMessage>> shutOut) {
        this.lookup = lookup;
        this.master = master;
        this.isWhole = isWhole;
        this.shutOut = shutOut;
    }

    /// Asking the master does not hold up the one that asks.
    @Override
    public boolean isPrompt(MethodDescriptor<?, ?> method) {
        return method.equals(KeyServiceGrpc.getGetKeyMethod()) && lookup.isPrompt();
    }

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
        Identity client = CallerIdentity.current();
        KeyId keyId = Requests.keyId(request.getKeyId());
        FetchReason reason = FetchReason.of(request.getAnnounced());
        KeyAnswer own = own(client, keyId);
        if (mayBeOnItsWay(own)) {
            var _ = master.ask(client, keyId, reason)
                    .thenAccept(told -> send(observer, client, keyId, reason, told))
                    .whenComplete((_, fault) -> fail(observer, fault));
        } else {
            send(observer, client, keyId, reason, own);
        }
    }

    /// A part of a copy may have a key and a grant, and not the revocation that came after them: it knows nothing.
    private KeyAnswer own(Identity client, KeyId keyId) {
        Optional<CodedMessage> silenced = shutOut.get();
        if (silenced.isPresent()) {
            return new KeyAnswer.Unavailable(silenced.get());
        }
        return isWhole.getAsBoolean()
                ? lookup.lookUp(client.name(), keyId)
                : new KeyAnswer.Refused(RefusalReason.UNKNOWN, Optional.empty(), 0);
    }

    /// A key or a grant may have been made just now. A revocation that is known here is not asked about again: that it was
    /// taken back comes here soon.
    private static boolean mayBeOnItsWay(KeyAnswer own) {
        return own instanceof KeyAnswer.Refused refused && refused.reason() != RefusalReason.REVOKED;
    }

    /// Nobody else would tell the client: its call has long returned.
    private static void fail(StreamObserver<GetKeyResponse> observer, @Nullable Throwable fault) {
        if (fault != null) {
            observer.onError(fault instanceof CompletionException && fault.getCause() != null
                    ? fault.getCause()
                    : fault);
        }
    }

    private void send(StreamObserver<GetKeyResponse> observer, Identity client, KeyId keyId, FetchReason reason,
            KeyAnswer answer) {
        try (answer) {
            lookup.answers(client.name(), keyId, reason, answer);
            observer.onNext(Responses.answered(answer));
            observer.onCompleted();
        }
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
        throw onlyTheMaster();
    }

    @Override
    public void depositKey(DepositKeyRequest request, StreamObserver<DepositKeyResponse> observer) {
        throw onlyTheMaster();
    }

    @Override
    public void setKeyState(SetKeyStateRequest request, StreamObserver<SetKeyStateResponse> observer) {
        throw onlyTheMaster();
    }

    @Override
    public void countFetchers(CountFetchersRequest request, StreamObserver<CountFetchersResponse> observer) {
        throw onlyTheMaster();
    }

    @Override
    public void watchRekeyOrders(WatchRekeyOrdersRequest request, StreamObserver<RekeyOrder> observer) {
        throw onlyTheMaster();
    }

    @Override
    public void confirmWatch(ConfirmWatchRequest request, StreamObserver<ConfirmWatchResponse> observer) {
        throw onlyTheMaster();
    }

    private static CallRefusedException onlyTheMaster() {
        return new CallRefusedException(Status.Code.PERMISSION_DENIED,
                KeyServerMessage.SLAVE_ANSWERS_CLIENTS.with());
    }
}
