package org.kagicast.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gathers the metrics of one scrape; values of one name become one family. Labels are given as name, value, name, value.
final class Metrics {

    private final Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    private final Map<String, StateSetSnapshot.Builder> states = new TreeMap<>();

    /// @param name without the ending `_total`, which is added
    void counter(String name, String help, long value, String... labels) {
        counters.computeIfAbsent(name, added -> CounterSnapshot.builder().name(name).help(help))
                .dataPoint(CounterDataPointSnapshot.builder().labels(Labels.of(labels)).value((double) value).build());
    }

    void gauge(String name, String help, long value, String... labels) {
        gauges.computeIfAbsent(name, added -> GaugeSnapshot.builder().name(name).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder().labels(Labels.of(labels)).value((double) value).build());
    }

    /// One of several states, as one series for each state, of which one is 1.
    void states(String name, String help, Enum<?> present, List<String> all, String... labels) {
        StateSetDataPointSnapshot.Builder point = StateSetDataPointSnapshot.builder().labels(Labels.of(labels));
        all.forEach(state -> point.state(state, state.equals(NodeMetrics.text(present))));
        states.computeIfAbsent(name, added -> StateSetSnapshot.builder().name(name).help(help))
                .dataPoint(point.build());
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.values().forEach(family -> all.metricSnapshot(family.build()));
        gauges.values().forEach(family -> all.metricSnapshot(family.build()));
        states.values().forEach(family -> all.metricSnapshot(family.build()));
        return all.build();
    }
}
