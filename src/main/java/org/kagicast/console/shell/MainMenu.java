package org.kagicast.console.shell;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kagicast.console.commands.WindowCommand;
import org.kagicast.console.commands.WindowCommands;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;

/// The menu of the window: commands, and of theme, language and size the one that is chosen.
final class MainMenu {

    private static final Map<Theme, WindowCommand> THEMES = new EnumMap<>(Map.of(Theme.LIGHT, WindowCommand.LIGHT,
            Theme.DARK, WindowCommand.DARK, Theme.SYSTEM, WindowCommand.SYSTEM));
    private static final Map<Language, WindowCommand> LANGUAGES = new EnumMap<>(
            Map.of(Language.ENGLISH, WindowCommand.ENGLISH, Language.JAPANESE, WindowCommand.JAPANESE));

    private final ShellViewModel viewModel;
    private final WindowCommands commands;
    private final Texts texts;
    private final Map<WindowCommand, MenuItem> items = new EnumMap<>(WindowCommand.class);

    MainMenu(ShellViewModel viewModel, WindowCommands commands, Texts texts) {
        this.viewModel = viewModel;
        this.commands = commands;
        this.texts = texts;
    }

    Subscription prepare(MenuButton menu) {
        menu.setTooltip(new Tooltip(texts.of("menu.tip")));
        menu.setAccessibleText(texts.of("menu.tip"));
        ToggleGroup themes = new ToggleGroup();
        ToggleGroup languages = new ToggleGroup();
        CheckMenuItem fullScreen = new CheckMenuItem();
        CheckMenuItem presenting = new CheckMenuItem();
        List<List<MenuItem>> groups = List.of(
                List.of(choice(WindowCommand.LIGHT, themes), choice(WindowCommand.DARK, themes),
                        choice(WindowCommand.SYSTEM, themes)),
                List.of(choice(WindowCommand.ENGLISH, languages), choice(WindowCommand.JAPANESE, languages)),
                List.of(plain(WindowCommand.LARGER), plain(WindowCommand.SMALLER), plain(WindowCommand.USUAL_SIZE)),
                List.of(item(WindowCommand.FULL_SCREEN, fullScreen), item(WindowCommand.PRESENT, presenting)),
                List.of(plain(WindowCommand.SEARCH), plain(WindowCommand.SHORTCUTS)));
        List<MenuItem> all = new ArrayList<>();
        groups.forEach(group -> {
            if (!all.isEmpty()) {
                all.add(new SeparatorMenuItem());
            }
            all.addAll(group);
        });
        menu.getItems().setAll(all);
        select(languages, LANGUAGES.get(texts.language()));
        return Subscription.combine(viewModel.themeProperty().subscribe(value -> select(themes, THEMES.get(value))),
                viewModel.fullScreenProperty().subscribe(fullScreen::setSelected),
                viewModel.presentingProperty().subscribe(presenting::setSelected));
    }

    private void select(ToggleGroup group, @Nullable WindowCommand command) {
        if (items.get(command) instanceof RadioMenuItem item) {
            group.selectToggle(item);
        }
    }

    private MenuItem choice(WindowCommand command, ToggleGroup group) {
        RadioMenuItem item = new RadioMenuItem();
        item.setToggleGroup(group);
        return item(command, item);
    }

    private MenuItem plain(WindowCommand command) {
        return item(command, new MenuItem());
    }

    private MenuItem item(WindowCommand command, MenuItem item) {
        String text = texts.of("command", command);
        item.setText(command.keysText().map(keys -> texts.of("menu.keys", text, keys)).orElse(text));
        item.setMnemonicParsing(false);
        item.setOnAction(chosen -> commands.run(command));
        items.put(command, item);
        return item;
    }
}
