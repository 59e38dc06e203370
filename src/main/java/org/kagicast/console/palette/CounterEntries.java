package org.kagicast.console.palette;

import java.util.List;
import java.util.stream.Stream;
import org.kagicast.console.lanes.Lane;
import org.kagicast.console.lanes.LanesViewModel;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.model.NodeSnapshot;

/// Has the counters of a stream or a client begin anew; those of clients, which may be many, once something has been typed.
public final class CounterEntries implements PaletteEntries {

    private final ConsoleModel model;
    private final LanesViewModel lanes;

    public CounterEntries(ConsoleModel model, LanesViewModel lanes) {
        this.model = model;
        this.lanes = lanes;
    }

    @Override
    public List<Entry> entries(String wanted) {
        Texts texts = model.texts();
        String whyNot = lanes.whyNoReset().orElse("");
        Stream<Entry> streams = lanes.lanes().stream().map(Lane::stream)
                .map(stream -> entry(texts.of("palette.of", stream, texts.of("counters.ofStream")), whyNot,
                        new Target.OfStream(stream)));
        Stream<Entry> clients = wanted.isEmpty()
                ? Stream.of()
                : model.frame().snapshot().map(NodeSnapshot::clients).orElse(List.of()).stream()
                        .map(client -> entry(texts.of("counters.of", client.name()), whyNot,
                                new Target.OfClient(client.name())));
        return Stream.concat(streams, clients).toList();
    }

    private Entry entry(String text, String whyNot, Target part) {
        return new Entry(text, "", whyNot, () -> lanes.resetCounters(part));
    }
}
