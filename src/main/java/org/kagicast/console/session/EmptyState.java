package org.kagicast.console.session;

import java.util.List;

import org.kagicast.console.nodes.NodeStatus;
import org.kagicast.console.text.Texts;

/// What stands where nothing is to be shown yet.
///
/// @param isEmpty whether it stands there at all
/// @param busy whether something will be there by itself
/// @param text below the title
public record EmptyState(boolean isEmpty, boolean busy, String title, String text) {

    public static final EmptyState NONE = new EmptyState(false, false, "", "");

    public static EmptyState of(ViewState showing, Frame frame) {
        Texts texts = frame.texts();
        return switch (showing) {
            case NODES -> NONE;
            // The start centre stands there.
            case NOTHING -> new EmptyState(true, false, "", "");
            case STARTING -> new EmptyState(true, true, texts.of("live.starting"), " ");
            case STOPPING -> new EmptyState(true, true, texts.of("live.stopping"), " ");
            case CALLING -> calling(frame);
        };
    }

    private static EmptyState calling(Frame frame) {
        List<NodeStatus> silent = frame.whole().silent();
        String name = frame.whole().nodes().stream().findFirst().map(NodeStatus::name).orElse("");
        return silent.stream().findFirst().flatMap(frame::silence)
                .map(silence -> new EmptyState(true, true, silence.sentence(), silence.reason()))
                .orElseGet(() -> new EmptyState(true, true, frame.texts().of("live.calling", name), " "));
    }
}
