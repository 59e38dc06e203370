package org.kagicast.console.shell;

import java.util.EnumMap;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.controlsfx.control.StatusBar;
import org.kagicast.console.connect.NodesView;
import org.kagicast.console.session.LabState;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Texts;
import org.kagicast.console.view.Fxml;
import org.kagicast.console.view.Visibility;
import org.kagicast.lab.Scenario;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window around the screens. One language long.
public final class ShellView {

    private static final PseudoClass REAL = PseudoClass.getPseudoClass("real");

    private final ShellViewModel viewModel;
    private final RekeyViewModel rekey;
    private final Map<Screen, Parent> screenNodes;
    private final NodesView nodes;
    private final Texts texts;
    private final BorderPane node;
    private Subscription showing = Subscription.EMPTY;

    @FXML
    private Button badge;
    @FXML
    private ComboBox<Scenario> scenarios;
    @FXML
    private Label summary;
    @FXML
    private Button startStop;
    @FXML
    private Label streamName;
    @FXML
    private Spinner<Integer> leadTime;
    @FXML
    private Button mainKey;
    @FXML
    private Button holdKey;
    @FXML
    private Button otherKey;
    @FXML
    private MenuButton allStreams;
    @FXML
    private MenuItem announceAll;
    @FXML
    private MenuItem changeAllNow;
    @FXML
    private ToggleButton live;
    @FXML
    private ToggleButton keyTables;
    @FXML
    private Button theme;
    @FXML
    private Button language;
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
    private BorderPane root;
    @FXML
    private StackPane screens;
    @FXML
    private StatusBar status;

    /// @param screenNodes what each entry of the sidebar shows
    /// @param nodes opens under the badge
    public ShellView(ShellViewModel viewModel, RekeyViewModel rekey, Map<Screen, Parent> screenNodes, NodesView nodes,
            Texts texts) {
        this.viewModel = viewModel;
        this.rekey = rekey;
        this.screenNodes = new EnumMap<>(screenNodes);
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
        showing = Subscription.combine(prepareBadge(), prepareLab(), prepareSidebar(),
                new NoticeBar(viewModel, texts, notice, noticeIcon, noticeText, noticeCount, dismiss).prepare(root),
                new KeyButtons(rekey, texts, streamName, leadTime, mainKey, holdKey, otherKey, allStreams, announceAll,
                        changeAllNow).prepare(),
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
        return Subscription.combine(nodes.under(badge), badge.textProperty()::unbind,
                badge.accessibleTextProperty()::unbind, viewModel.labProperty().subscribe(isLab -> {
                    tip.setText(texts.of(isLab ? "app.badge.tip" : "app.badge.domain.tip"));
                    badge.pseudoClassStateChanged(REAL, !isLab);
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
        boolean busy = state == LabState.STARTING || state == LabState.STOPPING;
        startStop.setDisable(busy);
        scenarios.setDisable(busy);
    }

    private Subscription prepareSidebar() {
        ToggleGroup group = new ToggleGroup();
        prepare(live, group, Screen.LIVE, "fth-activity");
        prepare(keyTables, group, Screen.KEY_TABLES, "fth-key");
        theme.setOnAction(clicked -> viewModel.themeProperty().set(viewModel.themeProperty().get().other()));
        theme.setTooltip(new Tooltip(texts.of("sidebar.theme.tip")));
        language.setText(viewModel.languageProperty().get().other().ownName());
        language.setGraphic(new FontIcon("fth-globe"));
        language.setTooltip(new Tooltip(texts.of("sidebar.language.tip")));
        language.setOnAction(
                clicked -> viewModel.languageProperty().set(viewModel.languageProperty().get().other()));
        return Subscription.combine(viewModel.screenProperty().subscribe(this::show),
                viewModel.themeProperty().subscribe(this::show));
    }

    private void prepare(ToggleButton button, ToggleGroup group, Screen screen, String icon) {
        button.setToggleGroup(group);
        button.setGraphic(new FontIcon(icon));
        button.setOnAction(clicked -> {
            viewModel.screenProperty().set(screen);
            button.setSelected(true);
        });
    }

    private void show(Screen screen) {
        live.setSelected(screen == Screen.LIVE);
        keyTables.setSelected(screen == Screen.KEY_TABLES);
        // Those behind keep their layout, and so the positions of their dividers.
        screenNodes.forEach((each, shown) -> shown.setVisible(each == screen));
    }

    private void show(Theme shown) {
        theme.setText(texts.of(shown == Theme.LIGHT ? "sidebar.dark" : "sidebar.light"));
        theme.setGraphic(new FontIcon(shown == Theme.LIGHT ? "fth-moon" : "fth-sun"));
    }
}
