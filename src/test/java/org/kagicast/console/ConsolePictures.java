package org.kagicast.console;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.kagicast.console.fake.FakeDesktop;
import org.kagicast.console.fake.FakeLab;
import org.kagicast.console.nodes.NodeDialer;
import org.kagicast.console.session.ConsoleModel;
import org.kagicast.console.settings.Theme;
import org.kagicast.console.shell.Screen;
import org.kagicast.console.text.Language;
import org.kagicast.lab.Scenario;
import org.kagicast.model.NodeName;
import org.kagicast.model.RekeyCommand;
import org.kagicast.model.StreamName;
import org.kagicast.time.ManualTime;

/// Makes pictures of the console for people to judge: every screen, theme, language and size, with a lab that pretends.
public final class ConsolePictures {

    private ConsolePictures() {
    }

    /// @param arguments the folder for the pictures, and a word that their names must contain
    public static void main(String[] arguments) throws InterruptedException {
        File folder = new File(arguments[0]);
        String wanted = arguments.length > 1 ? arguments[1] : "";
        folder.mkdirs();
        CountDownLatch done = new CountDownLatch(1);
        Platform.startup(() -> {
            for (Screen screen : Screen.values()) {
                for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                    for (Language language : Language.values()) {
                        for (int[] size : new int[][]{{960, 600}, {1280, 800}, {1440, 900}}) {
                            String name = "%s-%s-%s-%d.png".formatted(screen, theme, language, size[0]).toLowerCase();
                            if (name.contains(wanted)) {
                                take(screen, theme, language, size[0], size[1], new File(folder, name));
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

    private static void take(Screen screen, Theme theme, Language language, int width, int height, File file) {
        ManualTime time = new ManualTime();
        ConsoleModel model = new ConsoleModel(scenario -> new FakeLab(time, Runnable::run, scenario), NodeDialer.NONE,
                Scenario.CLASSROOM, language, time, ZoneOffset.UTC, Runnable::run, Runnable::run);
        ConsoleScene scene = new ConsoleScene(model, theme, Path.of("operator"), new FakeDesktop(Optional.empty()));
        model.session().start(Scenario.CLASSROOM);
        time.turn(Duration.ofSeconds(20));
        happen(model, time);
        time.turn(Duration.ofSeconds(96));
        scene.shell().screenProperty().set(screen);
        Stage stage = new Stage();
        stage.setScene(scene.scene());
        stage.setWidth(width);
        stage.setHeight(height);
        stage.show();
        time.turn(Duration.ofMillis(300));
        scene.scene().getRoot().applyCss();
        scene.scene().getRoot().layout();
        time.turn(Duration.ofMillis(200));
        WritableImage image = scene.scene().snapshot(null);
        save(image, file);
        stage.hide();
    }

    /// Something of each kind for the list of events.
    private static void happen(ConsoleModel model, ManualTime time) {
        StreamName news = new StreamName("news");
        model.rekey(news, new RekeyCommand.Announce(Optional.of(Duration.ofSeconds(30))));
        time.turn(Duration.ofSeconds(1));
        model.rekey(news, new RekeyCommand.Hold(Optional.empty(), Optional.empty()));
        time.turn(Duration.ofSeconds(1));
        model.rekey(news, new RekeyCommand.Cancel());
        model.rekey(news, new RekeyCommand.Cancel());
        model.members().grant(new NodeName("eavesdropper"), news);
        time.turn(Duration.ofSeconds(1));
        model.members().ungrant(new NodeName("eavesdropper"), news);
        model.notices().dismiss();
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
