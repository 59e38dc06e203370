package org.kagicast.console.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.StatusBar;
import org.kagicast.console.commands.WindowCommand;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.connect.NodesView;
import org.kagicast.console.session.LabState;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.lab.Scenario;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window around the screens. One language long.
public final class ShellView {

    private static final PseudoClass REAL = PseudoClass.getPseudoClass("real");
    private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");
    /// Below this the rail shows icons only.
    private static final double NARROW = 1180;

    private final ShellViewModel viewModel;
    private final WindowCommands commands;
    private final Node keyCommands;
    private final Node timeBar;
    private final Map<Screen, Parent> screenNodes;
    private final Parent start;
    private final NodesView nodes;
    private final Texts texts;
    private final BorderPane node;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private BorderPane root;
    @FXML
    private Button badge;
    @FXML
    private ComboBox<Scenario> scenarios;
    @FXML
    private Label summary;
    @FXML
    private Button startStop;
    @FXML
    private ToggleButton live;
    @FXML
    private ToggleButton keyTables;
    @FXML
    private ToggleButton events;
    @FXML
    private Button fold;
    @FXML
    private VBox rail;
    @FXML
    private Label brand;
    @FXML
    private Button present;
    @FXML
    private MenuButton menu;
    @FXML
    private Button search;
    @FXML
    private StackPane commandPlace;
    @FXML
    private HBox notice;
    @FXML
    private Label noticeText;
    @FXML
    private Button dismiss;
    @FXML
    private FontIcon noticeIcon;
    @FXML
    private Label noticeCount;
    @FXML
    private StackPane screens;
    @FXML
    private StackPane timePlace;
    @FXML
    private StatusBar status;

    /// @param commands what the buttons and the menu do
    /// @param screenNodes what each entry of the sidebar shows
    /// @param start stands in place of screens that have nothing to show
    /// @param keyCommands stands above every screen
    /// @param timeBar stands under every screen
    /// @param nodes opens under the badge
    public ShellView(ShellViewModel viewModel, WindowCommands commands, Node keyCommands, Node timeBar,
            Map<Screen, Parent> screenNodes,
            Parent start, NodesView nodes, Texts texts) {
        this.viewModel = viewModel;
        this.commands = commands;
        this.keyCommands = keyCommands;
        this.timeBar = timeBar;
        this.screenNodes = new EnumMap<>(screenNodes);
        this.start = start;
        this.nodes = nodes;
        this.texts = texts;
        this.node = Fxml.load("shell", BorderPane.class, this, texts);
    }

    public Parent node() {
        return node;
    }

    /// Shows no more changes.
    public void close() {
        showing.unsubscribe();
    }

    @FXML
    private void initialize() {
        screens.getChildren().setAll(screenNodes.values());
        screens.getChildren().add(start);
        commandPlace.getChildren().setAll(keyCommands);
        timePlace.getChildren().setAll(timeBar);
        showing = Subscription.combine(prepareBadge(), prepareLab(), prepareRail(),
                new MainMenu(viewModel, commands, texts).prepare(menu), prepareHead(),
                new NoticeBar(viewModel, texts, notice, noticeIcon, noticeText, noticeCount, dismiss).prepare(root),
                new StatusLine(viewModel, texts, status).prepare());
    }

    private Subscription prepareBadge() {
        Tooltip tip = new Tooltip();
        badge.setMnemonicParsing(false);
        badge.setTooltip(tip);
        nodes.openBy(badge);
        badge.textProperty().bind(viewModel.badgeProperty());
        badge.accessibleTextProperty().bind(viewModel.badgeProperty().map(name -> texts.of("app.badge.accessible",
                name)));
        return Subscription.combine(
                viewModel.badgeProperty().subscribe(name -> root.setStyle(DomainColour.style(name))),
                nodes.under(badge), badge.textProperty()::unbind,
                badge.accessibleTextProperty()::unbind, viewModel.labProperty().subscribe(isLab -> {
                    tip.setText(texts.of(isLab ? "app.badge.tip" : "app.badge.domain.tip"));
                    badge.pseudoClassStateChanged(REAL, !isLab);
                    root.pseudoClassStateChanged(REAL, !isLab);
                    Visibility.show(scenarios, isLab);
                    Visibility.show(startStop, isLab);
                }));
    }

    private Subscription prepareLab() {
        scenarios.getItems().setAll(Scenario.values());
        scenarios.setCellFactory(list -> new ScenarioCell(texts, "scenario.long"));
        scenarios.setButtonCell(new ScenarioCell(texts, "scenario"));
        scenarios.setOnAction(chosen -> {
            if (scenarios.getValue() != viewModel.scenarioProperty().get()) {
                viewModel.choose(scenarios.getValue());
            }
        });
        summary.textProperty().bind(viewModel.summaryProperty());
        summary.managedProperty().bind(summary.textProperty().isNotEmpty());
        startStop.setOnAction(clicked -> viewModel.startOrStop());
        return Subscription.combine(viewModel.scenarioProperty().subscribe(scenarios::setValue),
                viewModel.stateProperty().subscribe(this::show), summary.textProperty()::unbind);
    }

    private void show(LabState state) {
        startStop.setText(texts.of(state == LabState.RUNNING || state == LabState.STOPPING
                ? "header.stop"
                : "header.start"));
        boolean busy = viewModel.whyNotLab().isPresent();
        startStop.setDisable(busy);
        scenarios.setDisable(busy);
    }

    private Subscription prepareRail() {
        ToggleGroup group = new ToggleGroup();
        prepare(live, group, Screen.LIVE, "fth-activity");
        prepare(keyTables, group, Screen.KEY_TABLES, "fth-key");
        prepare(events, group, Screen.EVENTS, "fth-list");
        fold.setGraphic(new FontIcon("fth-chevrons-left"));
        fold.setOnAction(clicked -> fold(fold.getContentDisplay() != ContentDisplay.GRAPHIC_ONLY));
        return Subscription.combine(viewModel.screenProperty().subscribe(screen -> showScreen()),
                viewModel.emptyProperty().subscribe(empty -> showScreen()),
                root.widthProperty().map(width -> width.doubleValue() < NARROW).subscribe(this::fold));
    }

    /// Names without room stand in tooltips.
    private void fold(boolean folded) {
        fold.setGraphic(new FontIcon(folded ? "fth-chevrons-right" : "fth-chevrons-left"));
        fold.setText(texts.of(folded ? "sidebar.unfold" : "sidebar.fold"));
        rail.pseudoClassStateChanged(FOLDED, folded);
        for (ButtonBase button : List.of(live, keyTables, events, fold)) {
            button.setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            button.setTooltip(folded ? new Tooltip(button.getText()) : null);
            button.setAccessibleText(button.getText());
        }
        brand.setText(folded ? "鍵" : "鍵 Kagicast");
    }

    private Subscription prepareHead() {
        prepare(present, WindowCommand.PRESENT, "menu.presenting.tip");
        prepare(search, WindowCommand.SEARCH, "palette.tip");
        return viewModel.presentingProperty().subscribe(now -> {
            Visibility.show(rail, !now);
            Visibility.show(status, !now);
            Visibility.show(brand, !now);
            Visibility.show(scenarios, !now && viewModel.labProperty().get());
            Visibility.show(startStop, !now && viewModel.labProperty().get());
        });
    }

    private void prepare(Button button, WindowCommand command, String tip) {
        button.setTooltip(new Tooltip(texts.of(tip)));
        button.setAccessibleText(texts.of("command", command));
        button.setOnAction(clicked -> commands.run(command));
    }

    private void prepare(ToggleButton button, ToggleGroup group, Screen screen, String icon) {
        button.setToggleGroup(group);
        button.setGraphic(new FontIcon(icon));
        button.setOnAction(clicked -> {
            viewModel.screenProperty().set(screen);
            button.setSelected(true);
        });
    }

    /// What has happened can be read while nothing goes on; the other screens have nothing to show then.
    private void showScreen() {
        Screen screen = viewModel.screenProperty().get();
        boolean isEmpty = viewModel.emptyProperty().get();
        boolean starts = isEmpty && screen != Screen.EVENTS;
        live.setSelected(screen == Screen.LIVE);
        keyTables.setSelected(screen == Screen.KEY_TABLES);
        events.setSelected(screen == Screen.EVENTS);
        // Those behind keep their layout, and so the positions of their dividers.
        screenNodes.forEach((each, shown) -> shown.setVisible(each == screen && !starts));
        Visibility.show(start, starts);
        Visibility.show(commandPlace, !isEmpty);
    }
}
