package org.kagicast.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.model.OperatorException;
import org.kagicast.model.RefusalReason;
import org.kagicast.model.message.CodedMessage;

/// Why a call was refused, beside its status: the reason, where a program wants to tell it from others, and the code of the
/// sentence that the status has.
public final class RefusalTrailer {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("kagicast-refusal",
            Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<byte[]> MESSAGE = Metadata.Key.of("kagicast-message-bin",
            Metadata.BINARY_BYTE_MARSHALLER);
    /// There is room for 8 KiB in all.
    private static final int MOST_BYTES = 4_096;

    private RefusalTrailer() {
    }

    /// What goes with the status of a refused call.
    public static Metadata of(Throwable fault) {
        Metadata trailers = new Metadata();
        switch (fault) {
            case CallRefusedException refused -> {
                refused.reason().ifPresent(reason -> trailers.put(KEY, reason.name()));
                put(refused.coded(), trailers);
            }
            case OperatorException told -> put(told.coded(), trailers);
            default -> {
                // It is for nobody outside.
            }
        }
        return trailers;
    }

    private static void put(CodedMessage message, Metadata trailers) {
        byte[] bytes = MessageCodec.write(message).toByteArray();
        if (!message.code().isEmpty() && bytes.length <= MOST_BYTES) {
            trailers.put(MESSAGE, bytes);
        }
    }

    /// The status with what the other end says of it for its cause, where that has a code.
    static Status explained(Status status, Metadata trailers) {
        byte[] bytes = trailers.get(MESSAGE);
        if (bytes == null || bytes.length > MOST_BYTES || status.getDescription() == null) {
            return status;
        }
        try {
            return MessageCodec.read(status.getDescription(), org.kagicast.proto.CodedMessage.parseFrom(bytes))
                    .map(message -> status.withCause(new OperatorException(message))).orElse(status);
        } catch (InvalidProtocolBufferException noMessage) {
            return status;
        }
    }

    /// Empty when there is none that is known.
    public static Optional<RefusalReason> in(Metadata trailers) {
        String name = trailers.get(KEY);
        return Arrays.stream(RefusalReason.values()).filter(reason -> reason.name().equals(name)).findFirst();
    }
}
