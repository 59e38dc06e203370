package org.kagicast.rpc.network;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.EnrolmentMessage;
import org.kagicast.proto.EnrolRequest;
import org.kagicast.proto.EnrolResponse;
import org.kagicast.proto.EnrolmentServiceGrpc;
import org.kagicast.proto.IssueTokenRequest;
import org.kagicast.proto.IssueTokenResponse;
import org.kagicast.proto.RenewRequest;
import org.kagicast.proto.RenewResponse;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.Connection;

/// The enrolment service of a key slave: it passes renewals on to its master, so that whoever knows slaves only renews
/// too, and does nothing else. It cannot ask for anybody who did not ask for it: the master wants the holder's own proof.
public final class RenewalByMaster extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {

    private final Connection master;

    /// @param master stays with whoever opened it
    public RenewalByMaster(Connection master) {
        this.master = master;
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
        try {
            observer.onNext(EnrolmentCaller.passOn(master, request));
        } catch (OperatorException failed) {
            throw new CallRefusedException(Status.Code.FAILED_PRECONDITION,
                    EnrolmentMessage.NOT_PASSED_ON.with(failed.coded()));
        }
        observer.onCompleted();
    }

    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
        throw slave();
    }

    @Override
    public void issueToken(IssueTokenRequest request, StreamObserver<IssueTokenResponse> observer) {
        throw slave();
    }

    private static CallRefusedException slave() {
        return new CallRefusedException(Status.Code.FAILED_PRECONDITION,
                EnrolmentMessage.SLAVE_ENROLS_NOBODY.with());
    }
}
