package org.kagicast.console;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import javafx.application.Platform;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeScreens;
import org.kagicast.console.fake.LiveScene;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;

/// Makes pictures of the console for people to judge: every screen, theme, language and size, with a lab that pretends.
public final class ConsolePictures {

    private ConsolePictures() {
    }

    /// @param arguments the folder for the pictures, and words, one of which their names must match as a pattern
    public static void main(String[] arguments) throws InterruptedException {
        File folder = new File(arguments[0]);
        Pattern wanted = Pattern.compile(arguments.length > 1 ? arguments[1] : "");
        folder.mkdirs();
        CountDownLatch done = new CountDownLatch(1);
        Platform.startup(() -> {
            for (Screen screen : Screen.values()) {
                for (LiveScene situation : LiveScene.values()) {
                    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                        for (Language language : Language.values()) {
                            for (Size size : Size.values()) {
                                for (Moment moment : Moment.values()) {
                                    String name = "%s-%s-%s-%s-%s-%s.png"
                                            .formatted(screen, situation, theme, language, size, moment)
                                            .toLowerCase(Locale.ROOT);
                                    if (wanted.matcher(name).find()) {
                                        take(screen, situation, theme, language, size, moment,
                                                new File(folder, name));
                                    }
                                }
                            }
                        }
                    }
                }
            }
            done.countDown();
        });
        done.await();
        Platform.exit();
    }

    private enum Size {
        LEAST(960, 600),
        USUAL(1280, 800),
        LARGE(1440, 900),
        WIDE(1920, 1080);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /// Which moment the window shows, and to whom.
    private enum Moment {
        NOW,
        PAST,
        PRESENTED_PAST
    }

    private static void take(Screen screen, LiveScene situation, Theme theme, Language language, Size size,
            Moment moment, File file) {
        FakeScreens screens = new FakeScreens();
        ConsoleScene scene = new ConsoleScene(screens.model(), theme, Path.of("operator"),
                new FakeDesktop(Optional.empty()));
        situation.make(screens);
        scene.shell().screenProperty().set(screen);
        scene.shell().languageProperty().set(language);
        Stage stage = new Stage();
        stage.setScene(scene.scene());
        stage.setWidth(size.width);
        stage.setHeight(size.height);
        stage.show();
        for (int pulse = 0; pulse < 3; pulse++) {
            screens.turn(Duration.ofMillis(100));
            scene.scene().getRoot().applyCss();
            scene.scene().getRoot().layout();
        }
        screens.turn(Duration.ofMillis(200));
        scene.scene().getRoot().layout();
        if (moment != Moment.NOW) {
            screens.model().pause(screens.model().time().now().minusSeconds(57));
            scene.shell().presentingProperty().set(moment == Moment.PRESENTED_PAST);
            screens.turn(Duration.ofMillis(200));
            scene.scene().getRoot().applyCss();
            scene.scene().getRoot().layout();
        }
        WritableImage image = scene.scene().snapshot(null);
        save(image, file);
        stage.hide();
    }

    private static void save(WritableImage image, File file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        try {
            ImageIO.write(copy, "png", file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
