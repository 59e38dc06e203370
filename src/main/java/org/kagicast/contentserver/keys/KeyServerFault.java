package org.kagicast.contentserver.keys;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.StreamMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in one sentence why a key server gave nothing.
public final class KeyServerFault {

    private static final Logger LOG = LoggerFactory.getLogger(KeyServerFault.class);

    private KeyServerFault() {
    }

    /// That no answer has come.
    public static CodedMessage silence(StreamContext context) {
        return StreamMessage.KEY_SERVER_SILENT.with(context.keyServer());
    }

    public static CodedMessage sentence(Throwable fault, StreamContext context) {
        Throwable told = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (told) {
            case OperatorException sentence -> sentence.coded();
            case CancellationException _ -> silence(context);
            default -> {
                LOG.error("The key server {} could not be asked", context.keyServer(), told);
                yield StreamMessage.KEY_SERVER_NOT_ASKED.with(context.keyServer());
            }
        };
    }
}
