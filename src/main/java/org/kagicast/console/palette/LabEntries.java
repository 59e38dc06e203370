package org.kagicast.console.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kagicast.console.lanes.Lane;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.shell.ShellViewModel;
import org.kagicast.console.text.Texts;
import org.kagicast.lab.Scenario;
import org.kagicast.model.StreamName;

/// The lab's scenarios, and what can be added to the lab while it is in view.
public final class LabEntries implements PaletteEntries {

    private final ConsoleModel model;
    private final ShellViewModel shell;
    private final LanesViewModel lanes;

    public LabEntries(ConsoleModel model, ShellViewModel shell, LanesViewModel lanes) {
        this.model = model;
        this.shell = shell;
        this.lanes = lanes;
    }

    @Override
    public List<Entry> entries(String wanted) {
        Texts texts = model.texts();
        List<Entry> entries = new ArrayList<>();
        Stream.of(Scenario.values()).forEach(scenario -> entries.add(new Entry(
                texts.of("palette.of", texts.of("command.group.LAB"), texts.of("scenario", scenario)), "",
                shell.whyNot(scenario).orElse(""), () -> shell.start(scenario))));
        if (lanes.changeableProperty().get()) {
            lanes.lanes().stream().map(Lane::stream).forEach(stream -> add(stream, texts, entries));
        }
        return entries;
    }

    private void add(StreamName stream, Texts texts, List<Entry> entries) {
        entries.add(Entry.of(texts.of("palette.of", stream, texts.of("live.addClient")),
                () -> lanes.addClient(stream)));
        entries.add(Entry.of(texts.of("palette.of", stream, texts.of("live.addEavesdropper")),
                () -> lanes.addEavesdropper(stream)));
    }
}
