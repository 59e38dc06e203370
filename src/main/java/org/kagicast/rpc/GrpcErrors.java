package org.kagicast.rpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Printable;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.pki.UntrustedPeerException;

/// Turns faults into statuses on the serving side, and statuses into sentences on the calling side.
public final class GrpcErrors {

    private static final int LONGEST_SENTENCE = 500;
    private static final int DEEPEST_CAUSE = 10;

    private GrpcErrors() {
    }

    /// The status that a caller sees. Only sentences made for people cross the wire; anything else is an "internal
    /// error".
    static Status statusOf(Throwable fault) {
        return switch (fault) {
            case CallRefusedException refused -> Status.fromCode(refused.code()).withDescription(refused.getMessage());
            case OperatorException told -> Status.FAILED_PRECONDITION.withDescription(told.getMessage());
            default -> Status.INTERNAL.withDescription("internal error");
        };
    }

    static boolean isForPeople(Throwable fault) {
        return fault instanceof CallRefusedException || fault instanceof OperatorException;
    }

    /// One sentence that says what a status of a failed call means and what to do.
    ///
    /// @param peer how the sentence calls the other end, such as "key server ks-1"
    public static CodedMessage sentence(String peer, Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> untrusted(status).or(() -> unknownHost(status)).orElseGet(
                    () -> ConnectionMessage.UNANSWERED.with(peer));
            case CANCELLED -> ConnectionMessage.GIVEN_UP.with(peer);
            case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED ->
                told(peer, status);
            default -> ConnectionMessage.FAILED.with(peer, status.getCode());
        };
    }

    /// As [#sentence], to be thrown. [Retry] tells from it whether to ask again.
    public static OperatorException exception(String peer, Status status) {
        return new OperatorException(sentence(peer, status), status.asRuntimeException());
    }

    /// As the other, of a call that failed.
    public static OperatorException exception(String peer, Throwable fault) {
        Metadata trailers = Status.trailersFromThrowable(fault);
        Status status = Status.fromThrowable(fault);
        return exception(peer, trailers == null ? status : RefusalTrailer.explained(status, trailers));
    }

    /// Whether a call failed because one end does not know the other for one of its own.
    public static boolean isDistrust(OperatorException fault) {
        return fault.getCause() instanceof StatusRuntimeException failed && switch (failed.getStatus().getCode()) {
            case UNAUTHENTICATED -> true;
            case UNAVAILABLE -> untrusted(failed.getStatus()).isPresent();
            default -> false;
        };
    }

    /// Whether nobody answered a call, as far as can be known. One end that refuses the other is not away.
    static boolean isAbsence(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> untrusted(status).isEmpty();
            case CANCELLED, DEADLINE_EXCEEDED -> true;
            default -> false;
        };
    }

    /// What this side found wrong with the other end.
    private static Optional<CodedMessage> untrusted(Status status) {
        Throwable cause = status.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            if (cause instanceof UntrustedPeerException untrusted) {
                return Optional.of(untrusted.coded());
            }
        }
        return Optional.empty();
    }

    private static Optional<CodedMessage> unknownHost(Status status) {
        return status.getCause() instanceof UnknownHostException unknown
                ? Optional
                        .of(ConnectionMessage.UNKNOWN_HOST.with(Printable.cited(String.valueOf(unknown.getMessage()))))
                : Optional.empty();
    }

    private static CodedMessage told(String peer, Status status) {
        if (status.getCause() instanceof OperatorException explained) {
            return explained.coded();
        }
        String description = status.getDescription();
        if (description == null || description.isBlank()) {
            return ConnectionMessage.REFUSED.with(peer, status.getCode());
        }
        return CodedMessage.plain(printable(description));
    }

    /// A sentence of the other end, fit to be shown.
    public static String printable(String sentence) {
        String printable = Printable.sentence(sentence);
        return printable.length() <= LONGEST_SENTENCE ? printable : printable.substring(0, LONGEST_SENTENCE) + "…";
    }
}
