package org.kagicast.console.shell;

import java.util.EnumMap;
import java.util.Map;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.text.Language;
import org.kagicast.console.text.Texts;

/// Binds the choices of the menu that stay chosen: theme and language.
final class MainMenu {

    private final ShellViewModel viewModel;
    private final Texts texts;

    MainMenu(ShellViewModel viewModel, Texts texts) {
        this.viewModel = viewModel;
        this.texts = texts;
    }

    Subscription prepare(MenuButton menu, RadioMenuItem light, RadioMenuItem dark, RadioMenuItem system,
            RadioMenuItem english, RadioMenuItem japanese) {
        menu.setTooltip(new Tooltip(texts.of("menu.tip")));
        menu.setAccessibleText(texts.of("menu.tip"));
        Map<Theme, RadioMenuItem> themes = new EnumMap<>(
                Map.of(Theme.LIGHT, light, Theme.DARK, dark, Theme.SYSTEM, system));
        Map<Language, RadioMenuItem> languages = new EnumMap<>(
                Map.of(Language.ENGLISH, english, Language.JAPANESE, japanese));
        ToggleGroup theme = new ToggleGroup();
        themes.forEach((value, item) -> {
            item.setToggleGroup(theme);
            item.setOnAction(chosen -> viewModel.themeProperty().set(value));
        });
        ToggleGroup language = new ToggleGroup();
        languages.forEach((value, item) -> {
            item.setToggleGroup(language);
            item.setSelected(value == texts.language());
            item.setOnAction(chosen -> viewModel.languageProperty().set(value));
        });
        return viewModel.themeProperty().subscribe(value -> theme.selectToggle(themes.get(value)));
    }
}
