package org.kagicast.contentserver.keys;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.kagicast.model.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in one sentence why a key server gave nothing.
public final class KeyServerFault {

    private static final Logger LOG = LoggerFactory.getLogger(KeyServerFault.class);

    private KeyServerFault() {
    }

    /// That no answer has come.
    public static String silence(StreamContext context) {
        return "The key server " + context.keyServer() + " does not answer: check that it runs and can be reached.";
    }

    public static String sentence(Throwable fault, StreamContext context) {
        Throwable told = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (told) {
            case OperatorException sentence -> String.valueOf(sentence.getMessage());
            case CancellationException _ -> silence(context);
            default -> {
                LOG.error("The key server {} could not be asked", context.keyServer(), told);
                yield "The key server " + context.keyServer() + " could not be asked: see the log of this node.";
            }
        };
    }
}
