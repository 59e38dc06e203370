package org.kagicast.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagicast.model.OperatorException;

class RetryTest {

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, SAME", "DEADLINE_EXCEEDED, SAME", "CANCELLED, SAME", "INTERNAL, SAME",
            "RESOURCE_EXHAUSTED, LATER", "FAILED_PRECONDITION, ANEW", "PERMISSION_DENIED, NEVER",
            "UNAUTHENTICATED, SAME", "INVALID_ARGUMENT, NEVER", "NOT_FOUND, ANEW"})
    @DisplayName("silence is worth the same request again, a lack of room the same later, a refusal that may pass another one, a final one nothing")
    void afterStatus(Status.Code code, Retry expected) {
        OperatorException fault = GrpcErrors.exception("key server ks-1", Status.fromCode(code));

        assertThat(Retry.after(fault)).isEqualTo(expected);
        assertThat(Retry.after(new CompletionException(fault))).isEqualTo(expected);
    }

    @Test
    @DisplayName("a call given up, and a fault without a status, are worth the same request again")
    void withoutStatus() {
        assertThat(Retry.after(new CancellationException())).isEqualTo(Retry.SAME);
        assertThat(Retry.after(new OperatorException("The answer does not fit."))).isEqualTo(Retry.SAME);
    }
}
