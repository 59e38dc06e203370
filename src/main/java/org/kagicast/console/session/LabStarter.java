package org.kagicast.console.session;

import org.kagicast.lab.LabControl;
import org.kagicast.lab.Scenario;

/// Starts a lab. Called on a background thread; may take a second or more.
@FunctionalInterface
public interface LabStarter {

    /// @throws org.kagicast.model.OperatorException if it cannot start; then nothing is left behind
    LabControl start(Scenario scenario);
}
