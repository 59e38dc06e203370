package org.kagicast.cli;

import org.kagicast.console.Toolkit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where Kagicast starts.
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        if (ConsoleCommand.isNamed(arguments)) {
            Toolkit.begin();
        }
        Hangup.await(arguments);
        // gRPC logs by java.util.logging; all goes into one log, in one form.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        NativeLibraries.choose(System.getProperties(), System.getenv());
        int status = new Kagicast().run(arguments);
        Toolkit.end();
        System.exit(status);
    }
}
