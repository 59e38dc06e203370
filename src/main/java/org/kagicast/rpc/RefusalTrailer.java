package org.kagicast.rpc;

import io.grpc.Metadata;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.model.RefusalReason;

/// Why a call was refused, beside its status, where that is one of the reasons that a program wants to tell apart.
public final class RefusalTrailer {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("kagicast-refusal",
            Metadata.ASCII_STRING_MARSHALLER);

    private RefusalTrailer() {
    }

    /// What goes with the status of a refused call.
    public static Metadata of(Throwable fault) {
        Metadata trailers = new Metadata();
        if (fault instanceof CallRefusedException refused) {
            refused.reason().ifPresent(reason -> trailers.put(KEY, reason.name()));
        }
        return trailers;
    }

    /// Empty when there is none that is known.
    public static Optional<RefusalReason> in(Metadata trailers) {
        String name = trailers.get(KEY);
        return Arrays.stream(RefusalReason.values()).filter(reason -> reason.name().equals(name)).findFirst();
    }
}
