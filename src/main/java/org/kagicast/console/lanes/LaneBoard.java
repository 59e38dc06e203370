package org.kagicast.console.lanes;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;
import org.kagicast.console.members.MemberActions;
import org.kagicast.console.session.Target;
import org.kagicast.console.text.Texts;
import org.kagicast.console.timeline.KeyTimeline;
import org.kagicast.console.timeline.Place;
import org.kagicast.console.timeline.Slice;
import org.kagicast.console.view.Visibility;
import org.kagicast.model.KeyLine;
import org.kagicast.model.NodeName;
import org.kagicast.model.StreamName;

/// The lanes: rows at the left, their bars of the timeline at the right, one scroller for both. Only what is seen has nodes,
/// and rows of one kind take turns with them. On the JavaFX thread only.
///
/// Up and Down move from row to row, Left and Right fold and open a lane, Space selects its stream, and the menu key opens
/// the commands of the row.
public final class LaneBoard extends Region {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass SILENT = PseudoClass.getPseudoClass("silent");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final double SCROLL_BAR = 12;
    private static final double EDGE = 8;
    /// Of a bar in its row.
    private static final double STREAM_BAR = 0.6;
    private static final double CLIENT_BAR = 0.56;
    private static final double LARGEST_STREAM_BAR = 52;
    private static final double LARGEST_CLIENT_BAR = 34;
    private static final double USUAL_LETTERS = 13;

    private final LanesViewModel viewModel;
    private final MemberActions members;
    private final Texts texts;
    private final Node header;
    private final Pane cards = new Pane();
    private final Pane nodes = new Pane();
    private final Rectangle cardsClip = new Rectangle();
    private final Rectangle nodesClip = new Rectangle();
    private final KeyTimeline timeline = new KeyTimeline();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Map<LaneRow, RowNode> shown = new LinkedHashMap<>();
    private final Map<Class<? extends LaneRow>, Deque<RowNode>> spare = new HashMap<>();
    private final Map<LaneRow, Region> cardOf = new HashMap<>();
    private final Subscription showing;
    private LaneLayout layout = LaneLayout.of(List.of(), 0);
    private Columns columns = Columns.of(0, 1);
    private boolean isPressed;

    /// @param header stands above the rows, beside the time axis
    public LaneBoard(LanesViewModel viewModel, MemberActions members, Node header, Texts texts) {
        this.viewModel = viewModel;
        this.members = members;
        this.header = header;
        this.texts = texts;
        getStyleClass().add("lane-board");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText(texts.of("live.streams"));
        timeline.setId("timeline");
        scrollBar.setOrientation(Orientation.VERTICAL);
        cards.setClip(cardsClip);
        nodes.setClip(nodesClip);
        cards.setMouseTransparent(true);
        getChildren().setAll(cards, timeline, nodes, header, scrollBar);
        scrollBar.valueProperty().subscribe(value -> requestLayout());
        addEventHandler(ScrollEvent.SCROLL, scroll -> scrollBy(-scroll.getDeltaY()));
        addEventFilter(MouseEvent.MOUSE_PRESSED, pressed -> press(true));
        addEventFilter(MouseEvent.MOUSE_RELEASED, released -> press(false));
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::menuRequested);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        showing = Subscription.combine(viewModel.rowsProperty().subscribe(rows -> requestLayout()),
                viewModel.framesProperty().subscribe((before, now) -> follow()),
                viewModel.nowProperty().subscribe((before, now) -> showBars(now)),
                viewModel.selection().streamProperty().subscribe(selected -> mark()));
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
        shown.values().forEach(RowNode::unbind);
    }

    /// The height that all rows have where there is just room enough, and the axis.
    public double usualHeight() {
        return LaneLayout.usualHeight(viewModel.rowsProperty().get()) + KeyTimeline.AXIS;
    }

    /// Points at a part: opens its lane, brings it into view, gives it the focus and says what is wrong with it.
    public void reveal(Target target) {
        if (target instanceof Target.OfClient of && find(target).isEmpty()) {
            viewModel.open(of.name());
        }
        find(target).ifPresent(row -> {
            layOut();
            bringIntoView(row);
            layOut();
            RowNode node = shown.get(row);
            if (node != null) {
                node.node().requestFocus();
                node.explain();
            }
        });
    }

    private Optional<LaneRow> find(Target target) {
        return viewModel.rowsProperty().get().stream().filter(row -> row.isOf(target)).findFirst();
    }

    private void layOut() {
        requestLayout();
        layout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 900;
    }

    @Override
    protected double computePrefHeight(double width) {
        return usualHeight();
    }

    @Override
    protected double computeMinHeight(double width) {
        return KeyTimeline.AXIS + 2 * LaneLayout.LEAST_FOLDED;
    }

    @Override
    protected void layoutChildren() {
        double room = room();
        layout = LaneLayout.of(viewModel.rowsProperty().get(), room);
        double hidden = Math.max(0, layout.height() - room);
        boolean scrolls = hidden > 0.5;
        Visibility.show(scrollBar, scrolls);
        scrollBar.setMax(hidden);
        scrollBar.setVisibleAmount(layout.height() <= 0 ? 1 : hidden * room / layout.height());
        scrollBar.setUnitIncrement(LaneLayout.LEAST_FOLDED);
        scrollBar.setBlockIncrement(room * 0.9);
        scrollBar.setValue(Math.clamp(scrollBar.getValue(), 0, hidden));
        double width = getWidth() - (scrolls ? SCROLL_BAR + 2 : 0);
        columns = Columns.of(width, layout.growth());
        String letters = String.format(Locale.ROOT, "-fx-font-size: %.1fpx;", USUAL_LETTERS * columns.type());
        if (!letters.equals(nodes.getStyle())) {
            nodes.setStyle(letters);
            nodes.applyCss();
        }
        scrollBar.resizeRelocate(getWidth() - SCROLL_BAR, KeyTimeline.AXIS, SCROLL_BAR, room);
        header.resizeRelocate(0, 0, columns.rows(), KeyTimeline.AXIS);
        place(cards, cardsClip, 0, width, room);
        place(nodes, nodesClip, 0, columns.rows(), room);
        timeline.resizeRelocate(columns.rows() + EDGE, 0, Math.max(1, width - columns.rows() - 2 * EDGE),
                getHeight());
        List<Integer> seen = layout.seen(offset(), room);
        placeCards(width);
        placeNodes(seen);
        mark();
        showBars(viewModel.nowProperty().get());
    }

    private static void place(Pane pane, Rectangle clip, double x, double width, double height) {
        pane.resizeRelocate(x, KeyTimeline.AXIS, width, height);
        clip.setWidth(width);
        clip.setHeight(height);
    }

    private double room() {
        return Math.max(0, getHeight() - KeyTimeline.AXIS);
    }

    private double offset() {
        return scrollBar.getValue();
    }

    /// A card behind the rows of each lane that is seen.
    private void placeCards(double width) {
        Map<LaneRow, Region> next = new HashMap<>();
        int first = 0;
        for (int row = 0; row < layout.rows().size(); row++) {
            first = layout.isFirstOfCard(row) ? row : first;
            LaneRow head = layout.rows().get(first);
            double top = layout.top(first) - offset();
            double bottom = layout.cardBottom(row) - offset();
            if (layout.isLastOfCard(row) && bottom > 0 && top < room() && head.lane().isPresent()) {
                Region card = Optional.ofNullable(cardOf.get(head)).orElseGet(() -> {
                    Region made = new Region();
                    made.getStyleClass().add("lane");
                    made.setManaged(false);
                    return made;
                });
                next.put(head, card);
                card.resizeRelocate(0, top, width, bottom - top);
            }
        }
        if (!next.equals(cardOf)) {
            cardOf.clear();
            cardOf.putAll(next);
            cards.getChildren().setAll(next.values());
        }
    }

    private void placeNodes(List<Integer> seen) {
        List<LaneRow> rows = seen.stream().map(layout.rows()::get).toList();
        List<LaneRow> gone = shown.keySet().stream().filter(row -> !rows.contains(row)).toList();
        gone.forEach(this::release);
        for (int index = 0; index < seen.size(); index++) {
            LaneRow row = rows.get(index);
            int at = seen.get(index);
            RowNode node = shown.computeIfAbsent(row, this::realise);
            Region region = node.node();
            putAt(region, index);
            node.arrange(columns);
            region.resizeRelocate(0, layout.top(at) - offset(), columns.rows(), layout.height(at));
        }
    }

    /// Nodes stand in the order of their rows, since the focus moves through them in that order; one that stays where it was
    /// keeps the focus.
    private void putAt(Region region, int index) {
        List<Node> children = nodes.getChildren();
        if (index < children.size() && children.get(index).equals(region)) {
            return;
        }
        boolean hadFocus = region.isFocused();
        children.remove(region);
        children.add(Math.min(index, children.size()), region);
        region.applyCss();
        if (hadFocus) {
            region.requestFocus();
        }
    }

    private RowNode realise(LaneRow row) {
        RowNode node = Optional.ofNullable(spare.computeIfAbsent(row.getClass(), absent -> new ArrayDeque<>()).poll())
                .orElseGet(() -> make(row));
        // What changes in a row has the row laid out anew, and nothing around it.
        node.node().setManaged(false);
        node.bind(row);
        return node;
    }

    private RowNode make(LaneRow row) {
        return switch (row) {
            case LaneRow.Head head -> new LaneHead(viewModel, texts);
            case LaneRow.Folded folded -> new FoldedLane(viewModel, texts);
            case LaneRow.Label label -> new LabelLine(viewModel, texts);
            case LaneRow.Strip strip -> new ClientStrip(viewModel, members, texts);
            case LaneRow.Stray stray -> new ClientStrip(viewModel, members, texts);
            case LaneRow.Others others -> new OthersLine(texts);
        };
    }

    private void release(LaneRow row) {
        RowNode node = Objects.requireNonNull(shown.remove(row));
        node.unbind();
        nodes.getChildren().remove(node.node());
        spare.computeIfAbsent(row.getClass(), absent -> new ArrayDeque<>()).add(node);
    }

    private void follow() {
        holdWhileBusy();
        mark();
        showBars(viewModel.nowProperty().get());
    }

    /// The selected lane has an outline, one in trouble an edge.
    private void mark() {
        Optional<StreamName> selected = viewModel.selection().streamProperty().get();
        cardOf.forEach((row, card) -> {
            card.pseudoClassStateChanged(SELECTED, row.stream().isPresent() && row.stream().equals(selected));
            row.lane().ifPresent(lane -> {
                card.pseudoClassStateChanged(SILENT, lane.head().silenceProperty().get().isPresent());
                card.pseudoClassStateChanged(BAD, lane.head().state().why().isPresent());
            });
        });
    }

    private void showBars(Instant now) {
        if (!isSeen()) {
            return;
        }
        List<Slice> slices = new ArrayList<>();
        for (int row : layout.seen(offset(), room())) {
            slices.addAll(slices(row));
        }
        timeline.show(slices, now, viewModel.numbers(), texts);
    }

    private boolean isSeen() {
        return getScene() != null && getWidth() > 0 && isTreeShown();
    }

    private boolean isTreeShown() {
        for (Node node = this; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private List<Slice> slices(int index) {
        return switch (layout.rows().get(index)) {
            case LaneRow.Head head -> head.of().head().state().hasLabels()
                    ? List.of()
                    : bars(index, head.of().lines(), Optional.empty());
            case LaneRow.Folded folded -> bars(index, folded.of().lines(), Optional.empty());
            case LaneRow.Label label -> bars(index, label.of().lines().subList(label.index(), label.index() + 1),
                    Optional.empty());
            case LaneRow.Strip strip -> bars(index, strip.of().lines(), Optional.of(strip.item().state().name()));
            case LaneRow.Others others -> List.of();
            case LaneRow.Stray stray -> List.of();
        };
    }

    /// The bars of several labels share the height of one.
    private List<Slice> bars(int index, List<KeyLine> lines, Optional<NodeName> client) {
        double height = layout.height(index);
        double bar = client.isPresent()
                ? Math.min(height * CLIENT_BAR, LARGEST_CLIENT_BAR)
                : Math.min(height * STREAM_BAR, LARGEST_STREAM_BAR);
        double top = layout.top(index) - offset() + (height - bar) / 2;
        double each = bar / lines.size();
        List<Slice> bars = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            double y = top + line * each;
            viewModel.timeline(new Place(lines.get(line), client))
                    .ifPresent(row -> bars.add(new Slice(row, y, Math.max(3, each - (lines.size() > 1 ? 1 : 0)))));
        }
        return bars;
    }

    private void press(boolean pressed) {
        isPressed = pressed;
        holdWhileBusy();
    }

    private void holdWhileBusy() {
        viewModel.hold(isPressed || shown.values().stream().anyMatch(node -> node.menu().isShowing()));
    }

    private void clicked(MouseEvent clicked) {
        if (clicked.getButton() == MouseButton.PRIMARY && clicked.isStillSincePress()) {
            rowAt(clicked.getY()).ifPresent(row -> {
                row.stream().ifPresent(viewModel.selection()::select);
                if (!isOnControl(clicked)) {
                    Optional.ofNullable(shown.get(row)).ifPresent(node -> node.node().requestFocus());
                }
            });
        }
    }

    private static boolean isOnControl(MouseEvent clicked) {
        return clicked.getTarget() instanceof Node target && (target instanceof MenuButton
                || target.getStyleClass().contains("hyperlink") || target.getParent() instanceof MenuButton);
    }

    private void menuRequested(ContextMenuEvent asked) {
        Optional<LaneRow> row = asked.isKeyboardTrigger() ? focused() : rowAt(asked.getY());
        row.map(shown::get).map(RowNode::menu).filter(menu -> !menu.getItems().isEmpty()).ifPresent(menu -> {
            menu.show();
            asked.consume();
        });
    }

    private Optional<LaneRow> rowAt(double y) {
        return y < KeyTimeline.AXIS
                ? Optional.empty()
                : layout.at(y - KeyTimeline.AXIS + offset()).map(layout.rows()::get);
    }

    private Optional<LaneRow> focused() {
        return shown.entrySet().stream().filter(entry -> entry.getValue().node().isFocused()).map(Map.Entry::getKey)
                .findFirst();
    }

    private void keyPressed(KeyEvent pressed) {
        Optional<LaneRow> row = focused();
        if (row.isEmpty() || pressed.isShortcutDown() || pressed.isAltDown()) {
            return;
        }
        KeyCode code = pressed.getCode();
        boolean isUsed = switch (code) {
            case UP -> move(row.get(), -1);
            case DOWN -> move(row.get(), 1);
            case PAGE_UP -> move(row.get(), -page());
            case PAGE_DOWN -> move(row.get(), page());
            case HOME -> move(row.get(), -layout.rows().size());
            case END -> move(row.get(), layout.rows().size());
            case LEFT -> fold(row.get(), true);
            case RIGHT -> fold(row.get(), false);
            case SPACE, ENTER -> {
                row.get().stream().ifPresent(viewModel.selection()::select);
                yield true;
            }
            default -> false;
        };
        if (isUsed) {
            pressed.consume();
        }
    }

    private int page() {
        return Math.max(1, layout.seen(offset(), room()).size() - 1);
    }

    private boolean move(LaneRow from, int by) {
        int index = layout.index(from).orElse(0);
        int to = Math.clamp(index + by, 0, layout.rows().size() - 1);
        focus(layout.rows().get(to));
        return true;
    }

    private void focus(LaneRow row) {
        bringIntoView(row);
        layOut();
        Optional.ofNullable(shown.get(row)).ifPresent(node -> node.node().requestFocus());
    }

    private boolean fold(LaneRow row, boolean folded) {
        Optional<Lane> lane = row.lane().filter(each -> each.isFolded() != folded);
        lane.ifPresent(each -> {
            viewModel.fold(each, folded);
            focus(folded ? new LaneRow.Folded(each) : new LaneRow.Head(each));
        });
        return lane.isPresent();
    }

    private void scrollBy(double pixels) {
        scrollBar.setValue(Math.clamp(scrollBar.getValue() + pixels, 0, scrollBar.getMax()));
    }

    private void bringIntoView(LaneRow row) {
        LaneLayout now = LaneLayout.of(viewModel.rowsProperty().get(), room());
        now.index(row).ifPresent(index -> {
            double top = now.top(index);
            double bottom = now.bottom(index);
            scrollBar.setMax(Math.max(0, now.height() - room()));
            if (top < offset()) {
                scrollBar.setValue(top);
            } else if (bottom > offset() + room()) {
                scrollBar.setValue(Math.min(bottom - room(), scrollBar.getMax()));
            }
        });
    }
}
