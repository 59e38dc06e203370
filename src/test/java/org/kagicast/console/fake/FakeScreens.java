package org.kagicast.console.fake;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.time.ManualTime;

/// A console model with a lab that pretends, everything on one thread and by a clock that the test turns.
public final class FakeScreens {

    private final ManualTime time = new ManualTime();
    private final List<FakeLab> labs = new ArrayList<>();
    private final ConsoleModel model = new ConsoleModel(this::start, Scenario.THIRD, Language.ENGLISH, time,
            ZoneOffset.UTC, Runnable::run, Runnable::run);

    public ConsoleModel model() {
        return model;
    }

    /// The lab that was started last.
    public FakeLab lab() {
        return labs.getLast();
    }

    public FakeScreens run(Scenario scenario) {
        model.session().start(scenario);
        return this;
    }

    public void turn(Duration by) {
        time.turn(by);
    }

    public Optional<String> notice() {
        return model.notices().latestProperty().get().map(Object::toString);
    }

    private FakeLab start(Scenario scenario) {
        labs.add(new FakeLab(time, Runnable::run, scenario));
        return labs.getLast();
    }
}
