package org.kagicast.rpc;

import java.io.Serial;
import java.util.concurrent.CancellationException;

/// A call was given up because its answer is of no use any more, not because the answer did not come in time.
public final class UnwantedException extends CancellationException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnwantedException() {
        super("its answer is not wanted any more");
    }
}
