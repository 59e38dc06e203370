package org.kagicast.rpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Printable;
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
    public static String sentence(String peer, Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE -> untrusted(status).or(() -> unknownHost(status)).orElse("The " + peer
                    + " does not answer: check that it runs and can be reached.");
            case CANCELLED -> "The call to the " + peer + " was given up before it answered: try again.";
            case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED ->
                told(peer, status);
            default -> "The " + peer + " failed with " + status.getCode() + ": see its log.";
        };
    }

    /// As [#sentence], to be thrown. [Retry] tells from it whether to ask again.
    public static OperatorException exception(String peer, Status status) {
        return new OperatorException(sentence(peer, status), status.asRuntimeException());
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
    private static Optional<String> untrusted(Status status) {
        Throwable cause = status.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            if (cause instanceof UntrustedPeerException untrusted) {
                return Optional.of(untrusted.sentence());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unknownHost(Status status) {
        return status.getCause() instanceof UnknownHostException unknown
                ? Optional.of("There is no host " + Printable.cited(String.valueOf(unknown.getMessage()))
                        + ": check the name and this machine's name service.")
                : Optional.empty();
    }

    private static String told(String peer, Status status) {
        String description = status.getDescription();
        if (description == null || description.isBlank()) {
            return "The " + peer + " refused the call with " + status.getCode() + ": see its log.";
        }
        return printable(description);
    }

    /// A sentence of the other end, fit to be shown.
    public static String printable(String sentence) {
        String printable = Printable.sentence(sentence);
        return printable.length() <= LONGEST_SENTENCE ? printable : printable.substring(0, LONGEST_SENTENCE) + "…";
    }
}
